import GRDB
package import Policies

/// What is known of a run when it begins.
package struct NewRun: Hashable, Sendable {
  package var engine: EngineKey
  /// The plan's fingerprint.
  package var plan: String
  package var dryRun: Bool
  package var startedAt: Timestamp
  /// Of janitor.
  package var version: String
  /// `systemd`, or who called; unknown where `nil`.
  package var startedBy: String?
  /// The names of those that took part, whether or not they found anything.
  package var policies: [String]
  package init(
    engine: EngineKey, plan: String, dryRun: Bool, startedAt: Timestamp, version: String, startedBy: String?,
    policies: [String] = []
  ) {
    self.engine = engine
    self.plan = plan
    self.dryRun = dryRun
    self.startedAt = startedAt
    self.version = version
    self.startedBy = startedBy
    self.policies = policies
  }
}

package enum RunStatus: String, Hashable, Sendable, CaseIterable {
  case running, finished, stopped
  /// It ended without saying so.
  case interrupted
}

extension Ledger {
  /// The key of an engine, by its own ID and its data directory; its host is kept up to date.
  package func engine(
    _ engineID: String, root: String, kind: String, host: String, at: Timestamp
  ) throws(LedgerError) -> EngineKey {
    try write { db in
      let id = try Int64.fetchOne(
        db,
        sql: """
          INSERT INTO engine (engine_id, root, kind, host, first_seen) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (engine_id, root) DO UPDATE SET host = excluded.host RETURNING id
          """, arguments: [engineID, root, kind, host, at.unixSeconds])
      guard let id else { throw LedgerError.other(path, "the engine was not recorded") }
      return EngineKey(rawValue: id)
    }
  }

  /// Begins a run. A run that changes things holds the engine's lock, so others that still run are dead: they are marked
  /// `interrupted`, and the steps of theirs that were asked for and never answered stay open intents.
  package func beginRun(_ run: NewRun) throws(LedgerError) -> RunID {
    try write { db in
      if !run.dryRun {
        try db.execute(
          sql: """
            UPDATE run SET status = 'interrupted', finished_at = ?
            WHERE engine = ? AND status = 'running' AND dry_run = 0
            """, arguments: [run.startedAt.unixSeconds, run.engine.rawValue])
      }
      try db.execute(
        sql: """
          INSERT INTO run (engine, plan, dry_run, started_at, status, version, started_by)
          VALUES (?, ?, ?, ?, 'running', ?, ?)
          """,
        arguments: [
          run.engine.rawValue, run.plan, run.dryRun ? 1 : 0, run.startedAt.unixSeconds, run.version, run.startedBy,
        ])
      let id = db.lastInsertedRowID
      for policy in run.policies {
        try db.execute(sql: "INSERT INTO run_policy (run, policy) VALUES (?, ?)", arguments: [id, policy])
      }
      return RunID(rawValue: id)
    }
  }

  /// When each policy last took part in a run of this engine that went through; dry runs do not count.
  package func lastRuns(engine: EngineKey) throws(LedgerError) -> [String: Timestamp] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT run_policy.policy, max(run.started_at) FROM run_policy JOIN run ON run.id = run_policy.run
          WHERE run.engine = ? AND run.dry_run = 0 AND run.status = 'finished' GROUP BY run_policy.policy
          """, arguments: [engine.rawValue])
      return Dictionary(
        rows.map { ($0[0], Timestamp(unixSeconds: $0[1] as Double)) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Whether the newest run on the engine that was last met at this host, dry or not, had steps that remove such objects.
  package func lastPlanRemoved(_ target: Target, host: String) throws(LedgerError) -> Bool {
    try read { db in
      try Bool.fetchOne(
        db,
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM step WHERE target = ? AND action = 'remove' AND run = (
              SELECT id FROM run WHERE engine IN (SELECT id FROM engine WHERE host = ?) ORDER BY id DESC LIMIT 1))
          """, arguments: [target.singular, host]) ?? false
    }
  }

  /// - Parameter disk: how full the engine's disk is now, where that can be seen.
  package func finishRun(
    _ run: RunID, status: RunStatus, at: Timestamp, disk: DiskSample? = nil
  ) throws(LedgerError) {
    try write { db in
      try db.execute(
        sql: "UPDATE run SET status = ?, finished_at = ?, disk_bytes = ?, disk_used_bytes = ? WHERE id = ?",
        arguments: [
          status.rawValue, at.unixSeconds, disk?.size.bytes, disk?.used.bytes, run.rawValue,
        ])
    }
  }

  /// Lets finished runs that began before an instant go, with their steps, and what was not seen since; how many runs went.
  package func forgetRuns(before: Timestamp) throws(LedgerError) -> Int {
    try write { db in
      try db.execute(sql: "DELETE FROM sighting WHERE last_seen < ?", arguments: [before.unixSeconds])
      for table in ["container_facts", "image_facts"] {
        try db.execute(sql: "DELETE FROM \(table) WHERE seen_ns < ?", arguments: [before.nanoseconds])
      }
      try db.execute(
        sql: "DELETE FROM run WHERE started_at < ? AND status <> 'running'", arguments: [before.unixSeconds])
      return db.changesCount
    }
  }
}
