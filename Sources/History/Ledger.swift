import FoundationEssentials
import GRDB

/// The SQLite record of runs, steps and outcomes, and what janitor remembers of objects.
///
/// In WAL mode: readers are never blocked, and a loss of power takes at most the last transactions, never the file. From
/// a run's first intent on it takes none (`makeDurable`).
package struct Ledger: Sendable {
  let queue: DatabaseQueue
  package let path: String

  /// Opens for writing; makes the folder (0750) and the file (0640) where they are missing, and migrates.
  ///
  /// Writes once, so that a ledger that cannot be written is known before anything else happens.
  package init(path: String) throws(LedgerError) {
    self.path = path
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    do {
      if !folder.isEmpty {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
      }
      if !FileManager.default.fileExists(atPath: path) {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o640]) else {
          throw LedgerError.notWritable(path, "the file cannot be made")
        }
      }
    } catch let error as LedgerError {
      throw error
    } catch {
      throw .notWritable(path, "the folder \(folder) cannot be made")
    }
    queue = try guarding(path) {
      // Looked at before it is opened for writing: that alone would change somebody else's database.
      let reader = try DatabaseQueue(path: path, configuration: Self.configuration(isReadOnly: true))
      try reader.read { try Schema.check($0, path, allowsNew: true) }
      try reader.close()
      let queue = try DatabaseQueue(path: path, configuration: Self.configuration(isReadOnly: false))
      try Schema.migrate(queue)
      return queue
    }
  }

  /// Opens for reading; makes and changes nothing.
  package init(reading path: String) throws(LedgerError) {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else { throw .absent(path) }
    queue = try guarding(path) {
      let queue = try DatabaseQueue(path: path, configuration: Self.configuration(isReadOnly: true))
      try queue.read { try Schema.check($0, path) }
      return queue
    }
  }

  private static func configuration(isReadOnly: Bool) -> GRDB.Configuration {
    var configuration = GRDB.Configuration()
    configuration.readonly = isReadOnly
    configuration.busyMode = .timeout(5)
    configuration.foreignKeysEnabled = true
    if !isReadOnly { configuration.journalMode = .wal }
    return configuration
  }

  /// From here on, a transaction that has returned is on the disk, and with it all that came before.
  ///
  /// Looks and dry runs do without: what they write can be lost, and waiting for the disk is most of their time.
  func makeDurable() throws(LedgerError) {
    try guarding(path) { try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") } }
  }

  func write<R>(_ body: (Database) throws -> R) throws(LedgerError) -> R {
    try guarding(path) { try queue.write(body) }
  }

  func read<R>(_ body: (Database) throws -> R) throws(LedgerError) -> R {
    try guarding(path) { try queue.read(body) }
  }
}

/// A row of the `engine` table.
package struct EngineKey: Hashable, Sendable {
  package let rawValue: Int64
}

/// A row of the `run` table: the number that people see.
package struct RunID: Hashable, Sendable, CustomStringConvertible {
  package let rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }
  package var description: String { String(rawValue) }
}
