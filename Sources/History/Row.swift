import CSQLite

/// The row at which a statement stands; columns count from 0.
///
/// It cannot be copied, so nobody keeps it for longer than the statement stays there. Each column is read as the type that
/// the schema gives it: a value of another type, or NULL where none may be, is an error.
struct Row: ~Copyable {
  private let statement: Statement

  init(_ statement: Statement) { self.statement = statement }

  func optionalInteger(_ column: Int32) throws(SQLiteError) -> Int64? {
    switch sqlite3_column_type(statement.handle, column) {
    case SQLITE_INTEGER: return sqlite3_column_int64(statement.handle, column)
    case SQLITE_NULL: return nil
    case let type: throw mismatch(column, type, "an integer")
    }
  }

  func integer(_ column: Int32) throws(SQLiteError) -> Int64 {
    guard let integer = try optionalInteger(column) else { throw mismatch(column, SQLITE_NULL, "an integer") }
    return integer
  }

  func count(_ column: Int32) throws(SQLiteError) -> Int { Int(try integer(column)) }

  func flag(_ column: Int32) throws(SQLiteError) -> Bool { try integer(column) != 0 }

  /// An integer will do: SQLite, too, takes one for a real number.
  func optionalReal(_ column: Int32) throws(SQLiteError) -> Double? {
    switch sqlite3_column_type(statement.handle, column) {
    case SQLITE_FLOAT, SQLITE_INTEGER: return sqlite3_column_double(statement.handle, column)
    case SQLITE_NULL: return nil
    case let type: throw mismatch(column, type, "a number")
    }
  }

  func real(_ column: Int32) throws(SQLiteError) -> Double {
    guard let real = try optionalReal(column) else { throw mismatch(column, SQLITE_NULL, "a number") }
    return real
  }

  /// Up to its first NUL; bytes that are not UTF-8 come as U+FFFD.
  func optionalText(_ column: Int32) throws(SQLiteError) -> String? {
    switch sqlite3_column_type(statement.handle, column) {
    case SQLITE_TEXT:
      guard let text = sqlite3_column_text(statement.handle, column) else {
        throw SQLiteError(code: SQLITE_NOMEM, message: "out of memory")
      }
      return String(cString: text)
    case SQLITE_NULL: return nil
    case let type: throw mismatch(column, type, "text")
    }
  }

  func text(_ column: Int32) throws(SQLiteError) -> String {
    guard let text = try optionalText(column) else { throw mismatch(column, SQLITE_NULL, "text") }
    return text
  }

  private func mismatch(_ column: Int32, _ type: Int32, _ wanted: String) -> SQLiteError {
    let name = sqlite3_column_name(statement.handle, column).map { String(cString: $0) } ?? "\(column)"
    let found =
      switch type {
      case SQLITE_INTEGER: "an integer"
      case SQLITE_FLOAT: "a real number"
      case SQLITE_TEXT: "text"
      case SQLITE_BLOB: "a blob"
      default: "NULL"
      }
    return SQLiteError(code: SQLITE_MISMATCH, message: "column \(name) holds \(found), where \(wanted) is expected")
  }
}
