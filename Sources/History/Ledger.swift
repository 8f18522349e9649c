import CSQLite

/// The SQLite record of runs, steps and outcomes, and what janitor remembers of objects.
///
/// In WAL mode: readers are never blocked, and a loss of power takes at most the last transactions, never the file. From
/// a run's first intent on it takes none (`makeDurable`).
package struct Ledger: Sendable {
  let database: Database
  package let path: String
  /// The file as it was when it was opened as one that nobody changes; `nil` where SQLite's locks see to that.
  private let still: LedgerFile.Stamp?

  /// Opens for writing; makes the folder (0750) and the file (0640) where they are missing, and migrates.
  ///
  /// Writes once, so that a ledger that cannot be written is known before anything else happens.
  package init(path: String) throws(LedgerError) {
    self.path = path
    still = nil
    try LedgerFile.make(path)
    database = try guarding(path) {
      // Looked at before it is opened for writing: that alone would change somebody else's database.
      var isUnfinished = false
      do {
        var reader = try Connection.open(path, for: .reading)
        try reader.read { try Schema.check(&$0, path, allowsNew: true) }
      } catch let error as SQLiteError where error.isUnfinishedChange {
        isUnfinished = true
      }
      var connection = try Connection.open(path, for: .writing)
      // To look at it takes that change back, which only a writer can.
      if isUnfinished { try connection.read { try Schema.check(&$0, path, allowsNew: true) } }
      try connection.logAhead(path)
      try Schema.migrate(&connection)
      return Database(connection)
    }
  }

  /// Opens for reading; makes and changes nothing.
  ///
  /// SQLite makes a log and its index beside the file even to read it. Where it cannot (a mount that is read-only, a folder
  /// of another user) and no log is left, the file is all there is, and is read as it stands.
  package init(reading path: String) throws(LedgerError) {
    self.path = path
    guard LedgerFile.exists(path) else { throw .absent(path) }
    (database, still) = try guarding(path) {
      do {
        return (try Self.open(path, for: .reading), nil)
      } catch let error as SQLiteError where error.cannotWriteBeside && LedgerFile.isReadable(path) {
        guard !LedgerFile.hasLog(path) else { throw LedgerError.logOutOfReach(path) }
        let stamp = LedgerFile.Stamp(path)
        return (try Self.open(path, for: .still), stamp)
      }
    }
  }

  private static func open(_ path: String, for access: Connection.Access) throws -> Database {
    var connection = try Connection.open(path, for: access)
    try connection.read { try Schema.check(&$0, path) }
    return Database(connection)
  }

  /// From here on, a transaction that has returned is on the disk, and with it all that came before.
  ///
  /// Looks and dry runs do without: what they write can be lost, and waiting for the disk is most of their time.
  func makeDurable() throws(LedgerError) {
    try guarding(path) { try database.use { try $0.run("PRAGMA synchronous = FULL") } }
  }

  func write<R: Sendable>(_ body: @Sendable (inout Connection) throws -> R) throws(LedgerError) -> R {
    try guarding(path) { try database.write(body) }
  }

  func read<R: Sendable>(_ body: @Sendable (inout Connection) throws -> R) throws(LedgerError) -> R {
    let result = Result { () throws(LedgerError) in try guarding(path) { try database.read(body) } }
    // Nothing kept writers away: what was read may be half old, half new, and look damaged.
    if let still, still != LedgerFile.Stamp(path) { throw .busy(path) }
    return try result.get()
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
