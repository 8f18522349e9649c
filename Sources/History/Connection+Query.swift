import CSQLite

extension Connection {
  /// Runs a statement to its end; its rows, if any, are not looked at.
  mutating func execute(_ sql: String, _ values: [SQLValue] = []) throws(SQLiteError) {
    let statement = try statement(sql, values)
    defer { statement.reset() }
    while try statement.step() {}
  }

  mutating func forEach(_ sql: String, _ values: [SQLValue] = [], _ body: (borrowing Row) throws -> Void) throws {
    let statement = try statement(sql, values)
    defer { statement.reset() }
    while try statement.step() { try body(Row(statement)) }
  }

  mutating func all<T>(
    _ sql: String, _ values: [SQLValue] = [], _ body: (borrowing Row) throws -> T
  ) throws -> [T] {
    var all: [T] = []
    try forEach(sql, values) { all.append(try body($0)) }
    return all
  }

  /// - Returns: `nil` where there is no row.
  mutating func first<T>(
    _ sql: String, _ values: [SQLValue] = [], _ body: (borrowing Row) throws -> T
  ) throws -> T? {
    let statement = try statement(sql, values)
    defer { statement.reset() }
    return try statement.step() ? try body(Row(statement)) : nil
  }

  /// The first column of the first row, where there always is one.
  mutating func integer(_ sql: String, _ values: [SQLValue] = []) throws -> Int64 {
    guard let integer = try first(sql, values, { try $0.integer(0) }) else {
      throw SQLiteError(code: SQLITE_MISMATCH, message: "there is no row, where one is expected")
    }
    return integer
  }

  mutating func count(_ sql: String, _ values: [SQLValue] = []) throws -> Int { Int(try integer(sql, values)) }
}
