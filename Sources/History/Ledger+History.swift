import GRDB
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
    var conditions = Conditions(filter)
    if let limit = filter.limit { conditions.arguments += [limit] }
    return try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT run.id, engine.host, plan, dry_run, run.started_at, run.finished_at, status, started_by, version,
            count(step.number), count(*) FILTER (WHERE outcome = 'done'), count(*) FILTER (WHERE outcome = 'skipped'),
            count(*) FILTER (WHERE outcome = 'failed'), count(*) FILTER (WHERE outcome IN ('unknown', 'intended')),
            coalesce(sum(predicted_bytes), 0), coalesce(sum(reclaimed_bytes), 0)
          FROM run JOIN engine ON engine.id = run.engine LEFT JOIN step ON step.run = run.id
          WHERE \(conditions.text) GROUP BY run.id ORDER BY run.id DESC \(filter.limit == nil ? "" : "LIMIT ?")
          """, arguments: conditions.arguments
      ).map(RunSummary.init)
    }
  }

  /// The steps that fit: those of the newest run first, within one in their order.
  package func steps(_ filter: HistoryFilter) throws(LedgerError) -> [PastStep] {
    var conditions = Conditions(filter)
    if let limit = filter.limit { conditions.arguments += [limit] }
    return try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT run.id, number, policy, action, target, object_id, object_name, reason, predicted_bytes,
            reclaimed_bytes, outcome, error, step.started_at, step.finished_at, subject
          FROM step JOIN run ON run.id = step.run
          WHERE \(conditions.text) ORDER BY run.id DESC, number \(filter.limit == nil ? "" : "LIMIT ?")
          """, arguments: conditions.arguments
      ).map(PastStep.init)
    }
  }
}

/// A WHERE clause with what it binds.
private struct Conditions {
  private var parts = ["1"]
  var arguments = StatementArguments()

  var text: String { parts.joined(separator: " AND ") }

  init(_ filter: HistoryFilter) {
    if let run = filter.run { add("run.id = ?", [run.rawValue]) }
    if let since = filter.since { add("run.started_at >= ?", [since.unixSeconds]) }
    if let until = filter.until { add("run.started_at < ?", [until.unixSeconds]) }
    if !filter.includeDryRuns, filter.run == nil { add("run.dry_run = 0", []) }
    if let policy = filter.policy { add("policy = ?", [policy]) }
    if let target = filter.target { add("target = ?", [target]) }
    if let outcome = filter.outcome { add("outcome = ?", [outcome]) }
    if let object = filter.object {
      // By range and not by pattern: an index serves it, and nothing in the text means anything.
      let prefixes = [object, "sha256:\(object)"]
      let ranges = prefixes.map { _ in "object_id >= ? AND object_id < ?" }.joined(separator: " OR ")
      add("(object_name = ? OR \(ranges))", [object] + prefixes.flatMap { [$0, $0 + "\u{10FFFF}"] })
    }
  }

  private mutating func add(_ text: String, _ values: [any DatabaseValueConvertible]) {
    parts.append(text)
    arguments += StatementArguments(values.map { $0.databaseValue })
  }
}

extension RunSummary {
  fileprivate init(_ row: Row) {
    self.init(
      id: RunID(rawValue: row[0]), host: row[1], plan: row[2], isDryRun: row[3],
      startedAt: Timestamp(unixSeconds: row[4] as Double),
      finishedAt: (row[5] as Double?).map { Timestamp(unixSeconds: $0) },
      status: RunStatus(rawValue: row[6]) ?? .interrupted, startedBy: row[7], version: row[8], steps: row[9],
      done: row[10], skipped: row[11], failed: row[12], unknown: row[13], predictedBytes: row[14],
      reclaimedBytes: row[15])
  }
}

extension PastStep {
  fileprivate init(_ row: Row) {
    self.init(
      run: RunID(rawValue: row[0]),
      step: StepRecord(
        number: row[1], policy: row[2], action: row[3], target: row[4], objectID: row[5], objectName: row[6],
        reason: row[7], predictedBytes: row[8], subject: row[14]),
      outcome: row[10], reclaimedBytes: row[9], error: row[11],
      startedAt: (row[12] as Double?).map { Timestamp(unixSeconds: $0) },
      finishedAt: (row[13] as Double?).map { Timestamp(unixSeconds: $0) })
  }
}
