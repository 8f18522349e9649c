package import EngineClient

/// The right to change an engine, held by at most one process; it dies with its holder.
///
/// It is a lock on files named by the engine's ID and data directory: one in `/run/lock`, where every user of the host meets the
/// same, and one beside the ledger, where those meet that share a ledger and not `/run/lock`, as a container and its
/// host do. One of the folders may be missing or closed. A file that another user made is locked without being written to.
package final class EngineLock: Sendable {
  private let files: [LockFile]

  private init(_ files: [LockFile]) { self.files = files }

  /// - Throws: `locked` with the holder when another process has it, `noLock` where it can be made nowhere.
  package static func acquire(
    _ engine: EngineInformation, ledger: String
  ) throws(HousekeepingError) -> EngineLock {
    let words = "\(engine.id)\(engine.rootDirectory)".split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let name = String("janitor-\(words.joined(separator: "-"))".prefix(250)) + ".lock"
    // In this order everywhere: of two that want both, one gets both.
    var files: [LockFile] = []
    for folder in ["/run/lock", folder(of: ledger)] {
      if let file = try LockFile.take("\(folder)/\(name)", besides: files) { files.append(file) }
    }
    guard !files.isEmpty else { throw .noLock(name) }
    return EngineLock(files)
  }

  private static func folder(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    return folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
  }
}
