import CSQLite

/// An open database, with the statements that were prepared on it.
///
/// It cannot be copied, and each use needs it exclusively. So the compiler sees that no two threads use it at once, and
/// that nobody runs another statement while rows are read.
struct Connection: ~Copyable {
  private let handle: OpaquePointer
  // A list, not a dictionary: they are few, and mostly differ in their length already.
  private var statements: [Statement] = []
  private var mayOnlyRead = false

  private init(_ handle: OpaquePointer) { self.handle = handle }

  enum Access {
    case writing, reading
    /// Reads a file that nobody changes meanwhile: without locks, and without looking for a log.
    case still
  }

  static func open(_ path: String, for access: Access) throws(SQLiteError) -> Connection {
    var handle: OpaquePointer?
    let (name, flags) =
      switch access {
      case .writing: (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
      case .reading: (path, SQLITE_OPEN_READONLY)
      case .still: ("file:\(escaped(path))?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
      }
    // `Database` has a mutex already.
    let code = sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let handle else {
      sqlite3_close(handle)
      throw SQLiteError(code: code, message: String(cString: sqlite3_errstr(code)))
    }
    sqlite3_busy_timeout(handle, 5000)
    var connection = Connection(handle)
    try connection.run("PRAGMA foreign_keys = ON")
    return connection
  }

  /// What ends a path in a URI, as a code.
  private static func escaped(_ path: String) -> String {
    path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
  }

  /// Switches to WAL mode, and waits for the disk only when the log is moved into the file.
  mutating func logAhead(_ path: String) throws {
    guard try first("PRAGMA journal_mode = WAL", [], { try $0.text(0) }) == "wal" else {
      throw SQLiteError(code: SQLITE_ERROR, message: "could not activate WAL Mode at path: \(path)")
    }
    try run("PRAGMA synchronous = NORMAL")
  }

  // SQLite closes it when the last statement is gone. The last connection to a file also moves the log into the file.
  deinit { sqlite3_close_v2(handle) }

  /// How many rows the last statement changed.
  var changes: Int { Int(sqlite3_changes(handle)) }

  var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

  /// Runs statements that are used once and have no parameters.
  mutating func run(_ script: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw SQLiteError(code: code, of: handle) }
  }

  /// All or nothing. Waits for another writer when it begins, never later.
  mutating func write<R>(_ body: (inout Connection) throws -> R) throws -> R {
    try transaction("BEGIN IMMEDIATE TRANSACTION", body)
  }

  /// Reads one state of the database; a statement that would change it is an error.
  mutating func read<R>(_ body: (inout Connection) throws -> R) throws -> R {
    mayOnlyRead = true
    defer { mayOnlyRead = false }
    return try transaction("BEGIN DEFERRED TRANSACTION", body)
  }

  private mutating func transaction<R>(_ begin: String, _ body: (inout Connection) throws -> R) throws -> R {
    try execute(begin)
    do {
      let result = try body(&self)
      try execute("COMMIT TRANSACTION")
      return result
    } catch {
      // After some errors, such as a full disk, SQLite has rolled back already.
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK TRANSACTION") }
      throw error
    }
  }

  /// A statement from the list, with its values bound; the first use prepares it.
  mutating func statement(_ sql: String, _ values: [SQLValue]) throws(SQLiteError) -> Statement {
    let statement: Statement
    if let known = statements.first(where: { $0.sql.utf8.count == sql.utf8.count && $0.sql == sql }) {
      statement = known
    } else {
      statement = try Statement(sql, on: handle)
      statements.append(statement)
    }
    if mayOnlyRead, !statement.isReading {
      throw SQLiteError(code: SQLITE_READONLY, message: String(cString: sqlite3_errstr(SQLITE_READONLY)))
    }
    try statement.bind(values)
    return statement
  }
}
