package import Policies

/// Which runs and steps somebody wants to see; what is `nil` or empty is not asked for.
package struct HistoryFilter: Hashable, Sendable {
  package var run: RunID?
  /// Runs that began in `since ..< until`.
  package var since: Timestamp?
  package var until: Timestamp?
  package var includeDryRuns = false
  package var policy: String?
  /// `container`, `image`, `volume`, `network` or `build-cache`.
  package var target: String?
  package var outcome: String?
  /// A name or reference as the ledger has it, or the beginning of an ID with or without `sha256:`.
  package var object: String?
  /// The newest so many.
  package var limit: Int?
  package init() {}

  /// Whether it asks for steps rather than for runs.
  package var isOfSteps: Bool { [policy, target, outcome, object].contains { $0 != nil } }
}

/// A run with what came of its steps.
package struct RunSummary: Hashable, Sendable {
  package var id: RunID
  /// Where its engine was last reached.
  package var host: String
  package var plan: String
  package var isDryRun: Bool
  package var startedAt: Timestamp
  package var finishedAt: Timestamp?
  package var status: RunStatus
  package var startedBy: String?
  package var version: String
  package var steps: Int
  package var done: Int
  package var skipped: Int
  package var failed: Int
  /// Those that the next run settles, too.
  package var unknown: Int
  package var predictedBytes: Int64
  package var reclaimedBytes: Int64
  /// The policies that could not take part, in order of name.
  package var omitted: [OmittedRecord] = []
}

/// A policy that could not take part in a run, as the ledger has it.
package struct OmittedRecord: Hashable, Sendable {
  package var policy: String
  package var reason: String
}

/// A step as it stands in the ledger.
package struct PastStep: Hashable, Sendable {
  package var run: RunID
  package var step: StepRecord
  /// `planned`, `intended`, or what became of it.
  package var outcome: String
  package var reclaimedBytes: Int64?
  package var error: String?
  package var startedAt: Timestamp?
  package var finishedAt: Timestamp?
}

extension Ledger {
  /// The runs that fit, newest first.
  package func runs(_ filter: HistoryFilter) throws(LedgerError) -> [RunSummary] {
    let conditions = Conditions(filter)
    return try read { db in
      var runs = try db.all(
        """
        SELECT run.id, engine.host, plan, dry_run, run.started_at, run.finished_at, status, started_by, version,
          count(step.number), count(*) FILTER (WHERE outcome = 'done'), count(*) FILTER (WHERE outcome = 'skipped'),
          count(*) FILTER (WHERE outcome = 'failed'), count(*) FILTER (WHERE outcome IN ('unknown', 'intended')),
          coalesce(sum(predicted_bytes), 0), coalesce(sum(reclaimed_bytes), 0)
        FROM run JOIN engine ON engine.id = run.engine LEFT JOIN step ON step.run = run.id
        WHERE \(conditions.text) GROUP BY run.id ORDER BY run.id DESC \(conditions.limit)
        """, conditions.values
      ) { try RunSummary($0) }
      guard let newest = runs.first, let oldest = runs.last, try db.knowsOmissions else { return runs }
      var omitted: [RunID: [OmittedRecord]] = [:]
      try db.forEach(
        """
        SELECT run, policy, omitted FROM run_policy WHERE run BETWEEN ? AND ? AND omitted IS NOT NULL
        ORDER BY run, policy
        """, [.integer(oldest.id.rawValue), .integer(newest.id.rawValue)]
      ) { row in
        omitted[RunID(rawValue: try row.integer(0)), default: []].append(
          OmittedRecord(policy: try row.text(1), reason: try row.text(2)))
      }
      for index in runs.indices { runs[index].omitted = omitted[runs[index].id] ?? [] }
      return runs
    }
  }

  /// The steps that fit: those of the newest run first, within one in their order.
  package func steps(_ filter: HistoryFilter) throws(LedgerError) -> [PastStep] {
    let conditions = Conditions(filter)
    return try read { db in
      try db.all(
        """
        SELECT run.id, number, policy, action, target, object_id, object_name, reason, predicted_bytes,
          reclaimed_bytes, outcome, error, step.started_at, step.finished_at, subject
        FROM step JOIN run ON run.id = step.run
        WHERE \(conditions.text) ORDER BY run.id DESC, number \(conditions.limit)
        """, conditions.values
      ) { try PastStep($0) }
    }
  }
}

extension Connection {
  /// Whether the ledger has been written since it has that column: who only reads does not migrate it.
  var knowsOmissions: Bool {
    mutating get throws {
      try count("SELECT count(*) FROM pragma_table_info('run_policy') WHERE name = 'omitted'") > 0
    }
  }
}

/// A WHERE clause and a LIMIT, with the values of both.
private struct Conditions {
  private var parts = ["1"]
  private(set) var limit = ""
  private(set) var values: [SQLValue] = []

  var text: String { parts.joined(separator: " AND ") }

  init(_ filter: HistoryFilter) {
    if let run = filter.run { add("run.id = ?", [.integer(run.rawValue)]) }
    if let since = filter.since { add("run.started_at >= ?", [.real(since.unixSeconds)]) }
    if let until = filter.until { add("run.started_at < ?", [.real(until.unixSeconds)]) }
    if !filter.includeDryRuns, filter.run == nil { add("run.dry_run = 0", []) }
    if let policy = filter.policy { add("policy = ?", [.text(policy)]) }
    if let target = filter.target { add("target = ?", [.text(target)]) }
    if let outcome = filter.outcome { add("outcome = ?", [.text(outcome)]) }
    if let object = filter.object {
      // By range and not by pattern: an index serves it, and nothing in the text means anything.
      let prefixes = [object, "sha256:\(object)"]
      let ranges = prefixes.map { _ in "object_id >= ? AND object_id < ?" }.joined(separator: " OR ")
      add(
        "(object_name = ? OR \(ranges))",
        [.text(object)] + prefixes.flatMap { [.text($0), .text($0 + "\u{10FFFF}")] })
    }
    if let count = filter.limit {
      limit = "LIMIT ?"
      values.append(.count(count))
    }
  }

  private mutating func add(_ text: String, _ values: [SQLValue]) {
    parts.append(text)
    self.values += values
  }
}

extension RunSummary {
  fileprivate init(_ row: borrowing Row) throws {
    self.init(
      id: RunID(rawValue: try row.integer(0)), host: try row.text(1), plan: try row.text(2),
      isDryRun: try row.flag(3), startedAt: try row.time(4), finishedAt: try row.optionalTime(5),
      status: RunStatus(rawValue: try row.text(6)) ?? .interrupted, startedBy: try row.optionalText(7),
      version: try row.text(8), steps: try row.count(9), done: try row.count(10), skipped: try row.count(11),
      failed: try row.count(12), unknown: try row.count(13), predictedBytes: try row.integer(14),
      reclaimedBytes: try row.integer(15))
  }
}

extension PastStep {
  fileprivate init(_ row: borrowing Row) throws {
    self.init(
      run: RunID(rawValue: try row.integer(0)),
      step: StepRecord(
        number: try row.count(1), policy: try row.text(2), action: try row.text(3), target: try row.text(4),
        objectID: try row.text(5), objectName: try row.text(6), reason: try row.text(7),
        predictedBytes: try row.optionalInteger(8), subject: try row.optionalText(14)),
      outcome: try row.text(10), reclaimedBytes: try row.optionalInteger(9), error: try row.optionalText(11),
      startedAt: try row.optionalTime(12), finishedAt: try row.optionalTime(13))
  }
}
