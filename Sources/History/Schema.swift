/// Checks that a file is a ledger that this janitor knows, and migrates it.
enum Schema {
  /// `PRAGMA application_id`: "jntr".
  static let applicationID: Int64 = 0x6A6E_7472

  /// Applies the migrations that are missing, all or none.
  static func migrate(_ connection: inout Connection) throws {
    try connection.write { db in
      try db.run("CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
      let applied = try appliedMigrations(&db)
      for migration in Migration.allCases where !applied.contains(migration.rawValue) {
        try db.run(migration.sql)
        try db.execute("INSERT INTO grdb_migrations (identifier) VALUES (?)", [.text(migration.rawValue)])
      }
      // A real write: a file system that is read-only, or full, shows itself here and not in the middle of a run.
      try db.run("PRAGMA application_id = \(applicationID)")
    }
  }

  /// Refuses a file that is something else, or of a later schema.
  static func check(_ db: inout Connection, _ path: String, allowsNew: Bool = false) throws {
    let application = try db.integer("PRAGMA application_id")
    if application != applicationID, try db.integer("SELECT count(*) FROM sqlite_schema") == 0 {
      // Nobody's yet: the file was made, and whoever made it went no further.
      guard allowsNew else { throw LedgerError.absent(path) }
      return
    }
    guard application == applicationID else { throw LedgerError.notALedger(path) }
    for applied in try appliedMigrations(&db) where Migration(rawValue: applied) == nil {
      throw LedgerError.newer(path)
    }
  }

  /// The names of the migrations in the table `grdb_migrations`.
  ///
  /// GRDB, the library that janitor used first, made that table. It stays, so that ledgers of that time are not migrated
  /// again, and an older janitor sees that a ledger is newer.
  private static func appliedMigrations(_ db: inout Connection) throws -> [String] {
    let exists = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'grdb_migrations'"
    guard try db.integer(exists) > 0 else { return [] }
    return try db.all("SELECT identifier FROM grdb_migrations") { try $0.text(0) }
  }
}
