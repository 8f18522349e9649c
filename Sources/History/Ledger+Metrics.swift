package import Policies

/// Counters over the whole ledger, for monitoring; dry runs are left out.
package struct LedgerMetrics: Hashable, Sendable {
  package var steps: [Steps]
  package var runs: [Runs]

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
}

extension Ledger {
  package func metrics() throws(LedgerError) -> LedgerMetrics {
    try read { db in
      let steps = try db.all(
        """
        SELECT engine.engine_id, policy, target, iif(outcome = 'intended', 'unknown', outcome) AS ending, count(*),
          coalesce(sum(reclaimed_bytes), 0)
        FROM step JOIN run ON run.id = step.run JOIN engine ON engine.id = run.engine
        WHERE run.dry_run = 0 GROUP BY 1, 2, 3, ending ORDER BY 1, 2, 3, ending
        """
      ) { row in
        LedgerMetrics.Steps(
          engine: try row.text(0), policy: try row.text(1), target: try row.text(2), outcome: try row.text(3),
          count: try row.count(4), reclaimedBytes: try row.integer(5))
      }
      let runs = try db.all(
        """
        SELECT engine.engine_id, status, count(*), max(started_at) FROM run JOIN engine ON engine.id = run.engine
        WHERE dry_run = 0 GROUP BY 1, 2 ORDER BY 1, 2
        """
      ) { row in
        LedgerMetrics.Runs(
          engine: try row.text(0), status: try row.text(1), count: try row.count(2), last: try row.time(3))
      }
      return LedgerMetrics(steps: steps, runs: runs)
    }
  }
}
