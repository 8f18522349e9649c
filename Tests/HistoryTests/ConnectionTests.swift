import Foundation
import Testing

@testable import History

/// What the layer over SQLite promises, seen from outside by the sqlite3 program.
@Suite struct ConnectionTests {
  private func withDatabase<R>(_ sql: String = "", _ body: (inout Connection, String) throws -> R) throws -> R {
    try inFolder { folder in
      let path = "\(folder)/database.sqlite"
      var connection = try Connection.open(path, for: .writing)
      try connection.logAhead(path)
      try connection.run(sql)
      return try body(&connection, path)
    }
  }

  @Test func `values are stored as what they are, and come back so`() throws {
    try withDatabase("CREATE TABLE v (i INTEGER, r REAL, t TEXT) STRICT") { db, path in
      let integers: [Int64?] = [.min, -1, 0, 1, .max, nil]
      let reals: [Double?] = [-.infinity, -1.5, 0, 1e-300, .greatestFiniteMagnitude, nil]
      let texts: [String?] = ["", "a", "ä€😀", "'; DROP TABLE v; --", String(repeating: "x", count: 100_000), nil]
      for index in integers.indices {
        let values: [SQLValue] = [.integer(integers[index]), .real(reals[index]), .text(texts[index])]
        try db.execute("INSERT INTO v VALUES (?, ?, ?)", values)
      }
      #expect(try db.all("SELECT i FROM v ORDER BY rowid") { try $0.optionalInteger(0) } == integers)
      #expect(try db.all("SELECT r FROM v ORDER BY rowid") { try $0.optionalReal(0) } == reals)
      #expect(try db.all("SELECT t FROM v ORDER BY rowid") { try $0.optionalText(0) } == texts)
      let types = "SELECT typeof(i), typeof(r), typeof(t), length(t) FROM v ORDER BY rowid"
      #expect(
        try sqlite3(path, types) == [0, 1, 3, 19, 100_000].map { "integer|real|text|\($0)" } + ["null|null|null|"])
    }
  }

  @Test func `an integer will do for a real number, and what is no number becomes NULL`() throws {
    try withDatabase { db, _ in
      let one = try db.first("SELECT 1", [], { try $0.real(0) })
      #expect(one == 1)
      let isNull = try db.integer("SELECT ? IS NULL", [.real(.nan)])
      #expect(isNull == 1)
    }
  }

  @Test func `text ends at its first NUL, and bytes that are no text are replaced`() throws {
    try withDatabase("CREATE TABLE t (t TEXT)") { db, path in
      try db.execute("INSERT INTO t VALUES (?)", [.text("before\0after")])
      try db.execute("INSERT INTO t VALUES (CAST(x'610062' AS TEXT)), (CAST(x'61FF62' AS TEXT)), (CAST(x'C3' AS TEXT))")
      #expect(try sqlite3(path, "SELECT hex(t) FROM t") == ["6265666F7265", "610062", "61FF62", "C3"])
      #expect(try db.all("SELECT t FROM t") { try $0.text(0) } == ["before", "a", "a\u{FFFD}b", "\u{FFFD}"])
    }
  }

  struct Mismatch: Sendable, CustomTestStringConvertible {
    var sql: String
    var message: String
    var read: @Sendable (borrowing Row) throws -> Void
    var testDescription: String { message }

    static let all = [
      Mismatch(sql: "SELECT 'a' AS x", message: "column x holds text, where an integer is expected") {
        _ = try $0.optionalInteger(0)
      },
      Mismatch(sql: "SELECT 1.5 AS x", message: "column x holds a real number, where an integer is expected") {
        _ = try $0.count(0)
      },
      Mismatch(sql: "SELECT x'00' AS x", message: "column x holds a blob, where a number is expected") {
        _ = try $0.real(0)
      },
      Mismatch(sql: "SELECT 'a' AS x", message: "column x holds text, where a number is expected") {
        _ = try $0.optionalTime(0)
      },
      Mismatch(sql: "SELECT 1 AS x", message: "column x holds an integer, where text is expected") {
        _ = try $0.optionalText(0)
      },
      Mismatch(sql: "SELECT NULL AS x", message: "column x holds NULL, where an integer is expected") {
        _ = try $0.flag(0)
      },
      Mismatch(sql: "SELECT NULL AS x", message: "column x holds NULL, where a number is expected") {
        _ = try $0.time(0)
      },
      Mismatch(sql: "SELECT NULL AS x", message: "column x holds NULL, where text is expected") {
        _ = try $0.text(0)
      },
      Mismatch(sql: "SELECT 1 AS x", message: "column 7 holds NULL, where text is expected") {
        _ = try $0.text(7)
      },
    ]
  }

  @Test(arguments: Mismatch.all) func `a column of another type is an error of the ledger`(_ example: Mismatch) throws {
    try withLedger { ledger, path in
      #expect(throws: LedgerError.other(path, example.message)) {
        try ledger.read { db in _ = try db.first(example.sql, [], example.read) }
      }
      // It is as good as before.
      _ = try ledger.sampleRun()
    }
  }

  @Test func `a statement wants as many values as it has parameters`() throws {
    try withDatabase { db, _ in
      #expect(throws: SQLiteError(code: 21, message: "wrong number of statement arguments: 1")) {
        try db.execute("SELECT ?, ?", [.integer(1)])
      }
      #expect(throws: SQLiteError(code: 21, message: "wrong number of statement arguments: 1")) {
        try db.execute("SELECT 1", [.integer(1)])
      }
      #expect(throws: SQLiteError.self) { try db.execute("-- nothing") }
      #expect(throws: SQLiteError.self) { try db.integer("SELECT 1 WHERE 0") }
    }
  }

  @Test func `a statement that failed works with other values`() throws {
    try withDatabase("CREATE TABLE t (x INTEGER PRIMARY KEY) STRICT") { db, path in
      let insert = "INSERT INTO t VALUES (?)"
      try db.execute(insert, [.integer(1)])
      // SQLITE_CONSTRAINT_PRIMARYKEY
      #expect(throws: SQLiteError(code: 19 | 6 << 8, message: "UNIQUE constraint failed: t.x")) {
        try db.execute(insert, [.integer(1)])
      }
      // SQLITE_MISMATCH
      #expect(throws: SQLiteError(code: 20, message: "datatype mismatch")) { try db.execute(insert, [.text("a")]) }
      try db.execute(insert, [.integer(2)])
      #expect(try sqlite3(path, "SELECT x FROM t") == ["1", "2"])
    }
  }

  @Test func `rows that were not read to their end hold nothing`() throws {
    try withDatabase("CREATE TABLE t (x); INSERT INTO t VALUES (1), (2), (3)") { db, _ in
      #expect(try db.first("SELECT x FROM t", [], { try $0.integer(0) }) == 1)
      #expect(throws: CancellationError.self) { try db.forEach("SELECT x FROM t") { _ in throw CancellationError() } }
      // It would be locked.
      try db.run("DROP TABLE t")
    }
  }

  @Test func `a body that throws leaves no trace, and its error comes out`() throws {
    try withLedger { ledger, path in
      let run = try ledger.sampleRun()
      #expect(throws: LedgerError.notIntended(path, step: 7)) {
        try ledger.write { db in
          try db.execute("UPDATE run SET plan = 'changed'")
          throw LedgerError.notIntended(path, step: 7)
        }
      }
      #expect(throws: LedgerError.other(path, "no such table: none")) {
        try ledger.write { db in
          try db.execute("UPDATE run SET plan = 'changed'")
          try db.execute("DELETE FROM none")
        }
      }
      #expect(try sqlite3(path, "SELECT plan FROM run") == ["p"])
      try ledger.finishRun(run, status: .finished, at: at(1))
      #expect(try sqlite3(path, "SELECT status FROM run") == ["finished"])
    }
  }

  @Test func `who reads cannot write, on neither kind of connection`() throws {
    try withLedger { ledger, path in
      _ = try ledger.sampleRun()
      let refusal = LedgerError.notWritable(path, "it is read-only")
      #expect(throws: refusal) { try ledger.read { try $0.execute("UPDATE run SET plan = 'changed'") } }
      let reader = try Ledger(reading: path)
      #expect(throws: refusal) { try reader.read { try $0.execute("UPDATE run SET plan = 'changed'") } }
      #expect(throws: refusal) { try reader.write { try $0.execute("UPDATE run SET plan = 'changed'") } }
      #expect(try sqlite3(path, "SELECT plan FROM run") == ["p"])
      // The refusal ends with the reading.
      try ledger.write { try $0.execute("UPDATE run SET plan = 'changed'") }
      #expect(try sqlite3(path, "SELECT plan FROM run") == ["changed"])
    }
  }

  @Test func `a reader sees one state from its first look on`() throws {
    try withLedger { ledger, path in
      _ = try ledger.sampleRun()
      try Ledger(reading: path).read { db in
        #expect(try db.first("SELECT plan FROM run", [], { try $0.text(0) }) == "p")
        try ledger.write { try $0.execute("UPDATE run SET plan = 'changed'") }
        #expect(try db.first("SELECT plan FROM run", [], { try $0.text(0) }) == "p")
      }
      #expect(try Ledger(reading: path).column("SELECT plan FROM run") == ["changed"])
    }
  }

  @Test func `a ledger that another one writes is busy, after five seconds of waiting`() throws {
    try withLedger { ledger, path in
      let other = try Ledger(path: path)
      #expect(try other.column("PRAGMA busy_timeout") == ["5000"])
      #expect(try Ledger(reading: path).column("PRAGMA busy_timeout") == ["5000"])
      try other.database.use { try $0.run("PRAGMA busy_timeout = 0") }
      // From its first look on, since what it writes may depend on it.
      try ledger.write { db in
        _ = try db.count("SELECT count(*) FROM run")
        #expect(throws: LedgerError.busy(path)) { try other.sampleRun() }
      }
      _ = try other.sampleRun()
    }
  }

  @Test func `tasks that share a ledger take turns`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "shared-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ledger = try Ledger(path: "\(folder)/history.sqlite")
    let run = try ledger.sampleRun()
    try ledger.intend([.sample(1, bytes: 0)], in: run, at: at(0))
    try await withThrowingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<50 {
            // Read and written back: another one between the two would lose a count.
            try ledger.write { db in
              let bytes = try db.integer("SELECT predicted_bytes FROM step")
              try db.execute("UPDATE step SET predicted_bytes = ?", [.integer(bytes + 1)])
            }
            #expect(try ledger.steps(HistoryFilter()).count == 1)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try ledger.column("SELECT predicted_bytes FROM step") == ["400"])
  }

  private static let codes: [(Int32, LedgerError)] = [
    (14, .notWritable("p", "it cannot be opened")), (8, .notWritable("p", "it is read-only")),
    (8 | 6 << 8, .notWritable("p", "it is read-only")), (3, .notWritable("p", "it is read-only")),
    (23, .notWritable("p", "it is read-only")), (26, .notALedger("p")), (11, .corrupt("p")),
    (11 | 3 << 8, .corrupt("p")), (13, .full("p")), (10 | 19 << 8, .full("p")), (5, .busy("p")),
    (5 | 2 << 8, .busy("p")), (6, .busy("p")), (10, .other("p", "m")), (10 | 3 << 8, .other("p", "m")),
    (1, .other("p", "m")), (19 | 8 << 8, .other("p", "m")),
  ]

  @Test(arguments: codes) func `a result code says what is wrong with the ledger`(code: Int32, error: LedgerError) {
    #expect(throws: error) { try guarding("p") { throw SQLiteError(code: code, message: "m") } }
  }
}
