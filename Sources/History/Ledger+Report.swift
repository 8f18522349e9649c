package import Policies

/// What a report has a row for.
package enum ReportGrouping: String, Hashable, Sendable, CaseIterable {
  case policy, target, day, engine, run
}

/// What was done, by group; the sums of the rows are the totals, but for runs, which may stand in several rows.
package struct Report: Hashable, Sendable {
  package var rows: [Row]
  package var totals: Row

  package struct Row: Hashable, Sendable {
    package var key: String
    package var runs: Int
    package var done: Int
    package var skipped: Int
    package var failed: Int
    package var unknown: Int
    /// What the steps that were done were expected to free, as far as anybody could tell.
    package var predictedBytes: Int64
    package var reclaimedBytes: Int64
  }
}

extension Ledger {
  /// Adds up the steps of runs that began in `since ..< until`; days are in UTC. What dry runs planned counts as nothing
  /// done, and they are left out unless they are asked for.
  package func report(
    since: Timestamp?, until: Timestamp?, by grouping: ReportGrouping, includeDryRuns: Bool
  ) throws(LedgerError) -> Report {
    let key =
      switch grouping {
      case .policy: "step.policy"
      case .target: "step.target"
      case .day: "date(run.started_at, 'unixepoch')"
      case .engine: "engine.engine_id"
      case .run: "run.id"
      }
    // People look for the biggest first, but read days and runs in order.
    let order = grouping == .day || grouping == .run ? "1" : "reclaimed DESC, done DESC, 1"
    let sums = """
      count(DISTINCT run.id) AS runs, count(*) FILTER (WHERE step.outcome = 'done') AS done,
      count(*) FILTER (WHERE step.outcome = 'skipped') AS skipped,
      count(*) FILTER (WHERE step.outcome = 'failed') AS failed,
      count(*) FILTER (WHERE step.outcome IN ('unknown', 'intended')) AS unknown,
      coalesce(sum(step.predicted_bytes) FILTER (WHERE step.outcome = 'done'), 0) AS predicted,
      coalesce(sum(step.reclaimed_bytes), 0) AS reclaimed
      """
    // A run without a step has no policy and no target, but a day, an engine and a number.
    let steps = grouping == .policy || grouping == .target ? "JOIN step" : "LEFT JOIN step"
    let within = """
      WHERE run.started_at >= ? AND run.started_at < ? AND run.dry_run <= ?
      """
    let values: [SQLValue] = [
      .real(since?.unixSeconds ?? -1e18), .real(until?.unixSeconds ?? 1e18), .flag(includeDryRuns),
    ]
    return try read { db in
      let rows = try db.all(
        """
        SELECT CAST(\(key) AS TEXT) AS key, \(sums)
        FROM run JOIN engine ON engine.id = run.engine \(steps) ON step.run = run.id
        \(within) GROUP BY \(key) ORDER BY \(order == "1" ? key : order)
        """, values
      ) { try Report.Row($0) }
      // Runs without a step count as well, and one with steps in several rows counts once.
      let runs = try db.count("SELECT count(*) FROM run \(within)", values)
      return Report(rows: rows, totals: Report.Row(sumOf: rows, runs: runs))
    }
  }
}

extension Report.Row {
  fileprivate init(_ row: borrowing Row) throws {
    self.init(
      key: try row.text(0), runs: try row.count(1), done: try row.count(2), skipped: try row.count(3),
      failed: try row.count(4), unknown: try row.count(5), predictedBytes: try row.integer(6),
      reclaimedBytes: try row.integer(7))
  }

  fileprivate init(sumOf rows: [Self], runs: Int) {
    func sum<N: FixedWidthInteger>(_ value: (Self) -> N) -> N {
      rows.map(value).reduce(0) { total, next in
        let (sum, isTooLarge) = total.addingReportingOverflow(next)
        return isTooLarge ? .max : sum
      }
    }
    self.init(
      key: "total", runs: runs, done: sum(\.done), skipped: sum(\.skipped), failed: sum(\.failed),
      unknown: sum(\.unknown), predictedBytes: sum(\.predictedBytes), reclaimedBytes: sum(\.reclaimedBytes))
  }
}
