import CSQLite

/// A failure of SQLite, or of reading what it answered.
struct SQLiteError: Error, Hashable {
  /// The extended result code: its last byte is the primary one.
  let code: Int32
  /// SQLite's words.
  let message: String

  init(code: Int32, message: String) {
    self.code = code
    self.message = message
  }

  /// The last failure of a connection.
  init(code: Int32, of connection: OpaquePointer?) {
    self.init(code: code, message: String(cString: sqlite3_errmsg(connection)))
  }

  var primaryCode: Int32 { code & 0xFF }

  /// Whether a writer died in the middle of a change, and who only reads cannot take it back: SQLITE_READONLY_ROLLBACK.
  var isUnfinishedChange: Bool { code == SQLITE_READONLY | 3 << 8 }

  /// Whether the log or its index, which even a reader makes, can be made nowhere: the mount is read-only, or the folder is
  /// another user's.
  var cannotWriteBeside: Bool {
    primaryCode == SQLITE_CANTOPEN || (primaryCode == SQLITE_READONLY && !isUnfinishedChange)
  }
}
