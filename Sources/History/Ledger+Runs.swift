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
  /// The names of those that were to take part, whether or not they found anything.
  package var policies: [String]
  /// Those of them that could not, with why.
  package var omitted: [String: String]
  package init(
    engine: EngineKey, plan: String, dryRun: Bool, startedAt: Timestamp, version: String, startedBy: String?,
    policies: [String] = [], omitted: [String: String] = [:]
  ) {
    self.omitted = omitted
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
      let key = try db.first(
        """
        INSERT INTO engine (engine_id, root, kind, host, first_seen) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (engine_id, root) DO UPDATE SET host = excluded.host RETURNING id
        """, [.text(engineID), .text(root), .text(kind), .text(host), .real(at.unixSeconds)]
      ) { EngineKey(rawValue: try $0.integer(0)) }
      guard let key else { throw LedgerError.other(path, "the engine was not recorded") }
      return key
    }
  }

  /// Begins a run. A run that changes things holds the engine's lock, so others that still run are dead: they are marked
  /// `interrupted`, and the steps of theirs that were asked for and never answered stay open intents.
  package func beginRun(_ run: NewRun) throws(LedgerError) -> RunID {
    try write { db in
      if !run.dryRun {
        try db.execute(
          """
          UPDATE run SET status = 'interrupted', finished_at = ?
          WHERE engine = ? AND status = 'running' AND dry_run = 0
          """, [.real(run.startedAt.unixSeconds), .integer(run.engine.rawValue)])
      }
      try db.execute(
        """
        INSERT INTO run (engine, plan, dry_run, started_at, status, version, started_by)
        VALUES (?, ?, ?, ?, 'running', ?, ?)
        """,
        [
          .integer(run.engine.rawValue), .text(run.plan), .flag(run.dryRun), .real(run.startedAt.unixSeconds),
          .text(run.version), .text(run.startedBy),
        ])
      let id = db.lastInsertedRow
      for policy in run.policies {
        try db.execute(
          "INSERT INTO run_policy (run, policy, omitted) VALUES (?, ?, ?)",
          [.integer(id), .text(policy), .text(run.omitted[policy])])
      }
      return RunID(rawValue: id)
    }
  }

  /// When each policy last took part in a run of this engine that went through; dry runs do not count.
  package func lastRuns(engine: EngineKey) throws(LedgerError) -> [String: Timestamp] {
    try read { db in
      var last: [String: Timestamp] = [:]
      try db.forEach(
        """
        SELECT run_policy.policy, max(run.started_at) FROM run_policy JOIN run ON run.id = run_policy.run
        WHERE run.engine = ? AND run.dry_run = 0 AND run.status = 'finished' AND run_policy.omitted IS NULL
        GROUP BY run_policy.policy
        """, [.integer(engine.rawValue)]
      ) { row in last[try row.text(0)] = try row.time(1) }
      return last
    }
  }

  /// Whether the newest run on the engine that was last met at this host, dry or not, had steps that remove such objects.
  package func lastPlanRemoved(_ target: Target, host: String) throws(LedgerError) -> Bool {
    try read { db in
      try db.integer(
        """
        SELECT EXISTS (
          SELECT 1 FROM step WHERE target = ? AND action = 'remove' AND run = (
            SELECT id FROM run WHERE engine IN (SELECT id FROM engine WHERE host = ?) ORDER BY id DESC LIMIT 1))
        """, [.text(target.singular), .text(host)]) != 0
    }
  }

  /// - Parameters:
  ///   - isBraked: whether the brake stopped it before its first step.
  ///   - disk: how full the engine's disk is now, where that can be seen.
  package func finishRun(
    _ run: RunID, status: RunStatus, at: Timestamp, isBraked: Bool = false, disk: DiskSample? = nil
  ) throws(LedgerError) {
    try write { db in
      try db.execute(
        "UPDATE run SET status = ?, finished_at = ?, braked = ?, disk_bytes = ?, disk_used_bytes = ? WHERE id = ?",
        [
          .text(status.rawValue), .real(at.unixSeconds), .flag(isBraked), .integer(disk?.size.bytes),
          .integer(disk?.used.bytes), .integer(run.rawValue),
        ])
    }
  }

  /// Lets finished runs that began before an instant go, with their steps, and what was not seen since; how many runs went.
  ///
  /// Their sums stay, for counters that must not fall.
  package func forgetRuns(before: Timestamp) throws(LedgerError) -> Int {
    try write { db in
      try db.retireRuns(before: before)
      try db.execute("DELETE FROM sighting WHERE last_seen < ?", [.real(before.unixSeconds)])
      try db.execute("DELETE FROM sparing_entry WHERE last_tried < ?", [.real(before.unixSeconds)])
      for table in ["container_facts", "container_ties", "image_facts"] {
        try db.execute("DELETE FROM \(table) WHERE seen_ns < ?", [.integer(before.nanoseconds)])
      }
      try db.execute("DELETE FROM run WHERE started_at < ? AND status <> 'running'", [.real(before.unixSeconds)])
      return db.changes
    }
  }
}
