import FoundationEssentials
import Glibc

/// The right to change an engine, held by at most one process of this host; it dies with its holder.
///
/// It is a lock on a file of the engine's name in `/run/lock`, where every user meets the same file; where that folder
/// is missing or closed, it lies beside the ledger. A file that another user made is locked without being written to.
final class EngineLock: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }
  deinit { close(descriptor) }

  /// - Throws: `Failure` 75 that names the holder when another process has it.
  static func acquire(engine id: String, ledger: String) throws -> EngineLock {
    let name = "janitor-" + id.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined() + ".lock"
    var opened: (descriptor: Int32, path: String)?
    for folder in ["/run/lock", folder(of: ledger)] where opened == nil {
      let path = folder + "/" + name
      let descriptor = open(path)
      if descriptor >= 0 { opened = (descriptor, path) }
    }
    guard let (descriptor, path) = opened else {
      throw Failure(.ledger, "cannot make the lock \(name) in /run/lock or beside the ledger; nothing was removed")
    }
    let lock = EngineLock(descriptor: descriptor)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(.locked, "another janitor is running on this engine: \(holder(of: descriptor)) holds \(path)")
    }
    return lock
  }

  /// Without O_CREAT first: the kernel forbids it on another user's file in a folder that is everybody's.
  private static func open(_ path: String) -> Int32 {
    let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW
    let existing = Glibc.open(path, flags)
    if existing >= 0 || errno != ENOENT { return existing }
    let created = Glibc.open(path, flags | O_CREAT, 0o644)
    return created >= 0 || errno != EACCES ? created : Glibc.open(path, flags)
  }

  private static func folder(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    return folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
  }

  /// The kernel's own list of locks says who has it, so that nothing stale can be read.
  private static func holder(of descriptor: Int32) -> String {
    var status = stat()
    guard fstat(descriptor, &status) == 0, let locks = read("/proc/locks") else { return "a process" }
    for line in locks.split(separator: "\n") where line.contains(" FLOCK ") {
      let fields = line.split(separator: " ")
      guard let flock = fields.firstIndex(of: "FLOCK"), fields.count > flock + 4, let pid = Int(fields[flock + 3]),
        fields[flock + 4].hasSuffix(":\(status.st_ino)")
      else { continue }
      let command = (read("/proc/\(pid)/cmdline") ?? "").split(separator: "\0").joined(separator: " ")
      return "process \(pid)" + (command.isEmpty ? "" : " (\(Format.safe(command)))")
    }
    return "a process of another namespace"
  }

  private static func read(_ path: String) -> String? {
    (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
  }
}
