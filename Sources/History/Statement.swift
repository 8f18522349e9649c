import CSQLite

/// A prepared statement of one connection, from which it must not escape.
final class Statement {
  let sql: String
  let handle: OpaquePointer

  /// - Parameter sql: exactly one statement.
  init(_ sql: String, on connection: OpaquePointer) throws(SQLiteError) {
    var handle: OpaquePointer?
    // Kept, so SQLite takes its memory elsewhere than for those that come and go.
    let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK else { throw SQLiteError(code: code, of: connection) }
    guard let handle else { throw SQLiteError(code: SQLITE_ERROR, message: "empty statement") }
    self.sql = sql
    self.handle = handle
  }

  deinit { sqlite3_finalize(handle) }

  /// Whether it leaves the database as it is.
  var isReading: Bool { sqlite3_stmt_readonly(handle) != 0 }

  /// Binds a value to each parameter, in their order.
  func bind(_ values: [SQLValue]) throws(SQLiteError) {
    guard values.count == sqlite3_bind_parameter_count(handle) else {
      throw SQLiteError(code: SQLITE_MISUSE, message: "wrong number of statement arguments: \(values.count)")
    }
    for (index, value) in values.enumerated() {
      let code =
        switch value {
        case .integer(let integer?): sqlite3_bind_int64(handle, Int32(index + 1), integer)
        case .real(let real?): sqlite3_bind_double(handle, Int32(index + 1), real)
        case .text(let text?): sqlite3_bind_text(handle, Int32(index + 1), text, -1, sqlite3_transient)
        case .integer(nil), .real(nil), .text(nil): sqlite3_bind_null(handle, Int32(index + 1))
        }
      guard code == SQLITE_OK else { throw failure(code) }
    }
  }

  /// - Returns: whether there is a row.
  func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw failure(code)
    }
  }

  /// Makes it ready to be used again, and ends its hold on the database.
  func reset() {
    // Its code is that of the last step, which has been thrown already.
    sqlite3_reset(handle)
  }

  private func failure(_ code: Int32) -> SQLiteError { SQLiteError(code: code, of: sqlite3_db_handle(handle)) }
}
