import Foundation
import Policies
import Testing

@testable import History

/// Ledgers go on that janitor made when it still used GRDB.
@Suite struct EarlierLedgerTests {
  private static let dump = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Ledgers/grdb.sql").standardized.path
  private static let schema = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name"
  private static let migrations = "SELECT identifier FROM grdb_migrations ORDER BY rowid"

  private func restore(_ folder: String) throws -> String {
    let path = "\(folder)/earlier.sqlite"
    try sqlite3(path, ".read \(Self.dump)")
    return path
  }

  @Test func `it gets only the migrations that it lacks, and nothing in it is lost`() throws {
    try inFolder { folder in
      let path = try restore(folder)
      // But for its tables themselves, which get more columns, and so its rows more NULLs.
      let rows =
        "SELECT id, plan, started_at, status FROM run; SELECT * FROM step; SELECT * FROM image_facts"
      let before = try sqlite3(path, rows)
      let applied = try sqlite3(path, Self.migrations)
      let ledger = try Ledger(path: path)
      #expect(try sqlite3(path, rows) == before)
      #expect(try sqlite3(path, Self.migrations) == Migration.allCases.map(\.rawValue))
      #expect(applied == Migration.allCases.prefix(5).map(\.rawValue))
      var filter = HistoryFilter()
      filter.includeDryRuns = true
      let runs = try ledger.runs(filter)
      #expect(runs.map(\.id.rawValue) == [2, 1] && runs.allSatisfy { $0.plan == "3b2d14a19a89507c" && $0.steps == 4 })
      #expect(try ledger.steps(filter).map(\.step.number) == [1, 2, 3, 4, 1, 2, 3, 4])
      let engine = try #require(try ledger.engines().first)
      #expect(engine.id == "SCALE-5")
      #expect(try ledger.imageFacts(engine: engine.key).count == 5)
      #expect(try ledger.containerFacts(engine: engine.key).count == 3)
      // It goes on with the next number.
      #expect(try ledger.sampleRun() == RunID(rawValue: 3))
    }
  }

  @Test func `a new ledger has the tables of theirs, to the letter`() throws {
    try withLedger { _, path in
      try inFolder { folder in
        let earlier = try restore(folder)
        _ = try Ledger(path: earlier)
        #expect(try sqlite3(path, Self.schema) == sqlite3(earlier, Self.schema))
        #expect(try sqlite3(path, Self.migrations) == sqlite3(earlier, Self.migrations))
        #expect(try sqlite3(path, "PRAGMA application_id") == sqlite3(earlier, "PRAGMA application_id"))
      }
    }
  }

  @Test(arguments: 1...Migration.allCases.count) func `one of the first versions gets the migrations that it lacks`(
    applied: Int
  ) throws {
    try inFolder { folder in
      let path = "\(folder)/history.sqlite"
      try sqlite3(path, "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
      for migration in Migration.allCases.prefix(applied) {
        try sqlite3(path, "\(migration.sql); INSERT INTO grdb_migrations VALUES ('\(migration.rawValue)')")
      }
      try sqlite3(path, "PRAGMA application_id = \(Schema.applicationID)")
      try sqlite3(path, "INSERT INTO engine VALUES (1, 'e', '/', 'docker', 'h', 1)")
      _ = try Ledger(path: path)
      let earlier = try restore(folder)
      _ = try Ledger(path: earlier)
      #expect(try sqlite3(path, Self.schema) == sqlite3(earlier, Self.schema))
      #expect(try sqlite3(path, "SELECT engine_id FROM engine") == ["e"])
    }
  }

  @Test func `K counters can be read before the next run migrates it`() throws {
    try inFolder { folder in
      let path = try restore(folder)
      try sqlite3(path, "UPDATE run SET dry_run = 0, status = 'finished'")
      let before = try Ledger(reading: path).metrics()
      #expect(before.runs.map(\.count) == [2] && before.engines.map(\.isBraked) == [nil])
      let after = try Ledger(path: path).metrics()
      #expect(after == before)
    }
  }

  @Test func `a migration that fails leaves the ledger as it was`() throws {
    try inFolder { folder in
      let path = "\(folder)/history.sqlite"
      try sqlite3(path, "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
      try sqlite3(path, "PRAGMA application_id = \(Schema.applicationID)")
      // In the way of the second one.
      try sqlite3(path, "CREATE TABLE run_policy (x)")
      let before = try sqlite3(path, ".dump")
      #expect(throws: LedgerError.other(path, "table run_policy already exists")) { try Ledger(path: path) }
      #expect(try sqlite3(path, ".dump") == before)
    }
  }
}
