package import Policies

/// Counters over all that the ledger ever had, and what the last runs were like, for monitoring; dry runs are left out.
package struct LedgerMetrics: Hashable, Sendable {
  package var steps: [Steps] = []
  package var runs: [Runs] = []
  /// Those with a run in the ledger, dry or not, by ID.
  package var engines: [Engine] = []
  package init() {}

  package struct Steps: Hashable, Sendable {
    package var engine: String
    package var policy: String
    package var target: String
    package var outcome: String
    package var count: Int
    package var reclaimedBytes: Int64
  }

  package struct Runs: Hashable, Sendable {
    package var engine: String
    package var status: String
    package var count: Int
    /// When the last one began.
    package var last: Timestamp
  }

  package struct Engine: Hashable, Sendable {
    package var id: String
    /// Whether the brake stopped the newest run; `nil` where there was none, or an older janitor wrote it.
    package var isBraked: Bool?
    /// When the newest run ended that finished without a step that failed or got no answer.
    package var lastSuccess: Timestamp?
  }
}

extension Ledger {
  /// No count ever falls: what left the tables is added, and a step counts as unknown for good once it was told as such,
  /// and again as what was found out later. The steps of a run that goes on are counted as they end.
  package func metrics() throws(LedgerError) -> LedgerMetrics {
    try read { db in
      // An older janitor's ledger is migrated by the next run, not by who reads it.
      let hasSums = try db.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'retired_step'") > 0
      var metrics = LedgerMetrics()
      metrics.steps = try db.all(
        """
        SELECT engine_id, policy, target, ending, sum(steps), CAST(min(8e18, total(bytes)) AS INTEGER) FROM (
          SELECT engine, policy, target, iif(outcome = 'intended', 'unknown', outcome) AS ending, count(*) AS steps,
            total(reclaimed_bytes) AS bytes
          FROM step JOIN run ON run.id = step.run
          WHERE dry_run = 0 AND (outcome <> 'intended' OR status <> 'running') GROUP BY 1, 2, 3, ending
          \(hasSums ? "UNION ALL SELECT engine, policy, target, outcome, steps, reclaimed_bytes FROM retired_step" : "")
        ) AS sums JOIN engine ON engine.id = sums.engine GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        """
      ) { row in
        LedgerMetrics.Steps(
          engine: try row.text(0), policy: try row.text(1), target: try row.text(2), outcome: try row.text(3),
          count: try row.count(4), reclaimedBytes: try row.integer(5))
      }
      metrics.runs = try db.all(
        """
        SELECT engine_id, status, sum(runs), max(last) FROM (
          SELECT engine, status, count(*) AS runs, max(started_at) AS last FROM run WHERE dry_run = 0 GROUP BY 1, 2
          \(hasSums ? "UNION ALL SELECT engine, status, runs, last_started_at FROM retired_run" : "")
        ) AS sums JOIN engine ON engine.id = sums.engine GROUP BY 1, 2 ORDER BY 1, 2
        """
      ) { row in
        LedgerMetrics.Runs(
          engine: try row.text(0), status: try row.text(1), count: try row.count(2), last: try row.time(3))
      }
      metrics.engines = try db.all(
        """
        SELECT engine_id,
          (SELECT \(hasSums ? "braked" : "NULL") FROM run WHERE run.engine = e.id AND dry_run = 0
            AND status <> 'running' ORDER BY run.id DESC LIMIT 1),
          (SELECT finished_at FROM run WHERE run.engine = e.id AND dry_run = 0 AND status = 'finished' AND NOT EXISTS (
            SELECT 1 FROM step WHERE run = run.id AND outcome IN ('failed', 'unknown', 'intended'))
            ORDER BY run.id DESC LIMIT 1)
        FROM (
          SELECT engine.id, engine_id, max(run.id) FROM engine JOIN run ON run.engine = engine.id GROUP BY engine_id
        ) AS e ORDER BY 1
        """
      ) { row in
        LedgerMetrics.Engine(
          id: try row.text(0), isBraked: try row.optionalInteger(1).map { $0 != 0 },
          lastSuccess: try row.optionalTime(2))
      }
      return metrics
    }
  }
}
