import History
import Policies

/// Runs and steps of the past, for people.
struct HistoryTable {
  let style: Style

  /// Newest first.
  func text(runs: [RunSummary], now: Timestamp) -> String {
    guard !runs.isEmpty else { return "No run is recorded for that." }
    var table = Table([
      .right("RUN"), .left("STARTED"), .right("TOOK"), .left("STATUS"), .right("DONE"), .left("NOT DONE"),
      .right("RECLAIMED"), .optional("PLAN"), .optional("BY"),
    ])
    for run in runs {
      let status = Table.Cell(Self.status(run), run.status == .interrupted ? .warning : .none)
      let troubles = Wording.troubles(skipped: run.skipped, failed: run.failed, unknown: run.unknown)
      table.add(
        [Table.Cell(run.id.description), Table.Cell(run.startedAt.rfc3339), Table.Cell(Self.took(run)), status]
          + [Table.Cell("\(run.done)"), Table.Cell(troubles ?? "-", run.failed + run.unknown > 0 ? .bad : .none)]
          + [run.isDryRun ? "-" : Format.bytes(run.reclaimedBytes), run.plan, run.startedBy ?? "-"]
          .map { Table.Cell($0) })
    }
    return table.text(style: style)
  }

  /// - Parameter run: whose steps they are; `nil` where they are of several.
  func text(run: RunSummary?, steps: [PastStep]) -> String {
    var lines: [String] = []
    if let run { lines += [heading(run), ""] }
    guard !steps.isEmpty else { return (lines + ["No step is recorded for that."]).joined(separator: "\n") }
    var table = Table(Self.columns(ofOneRun: run != nil))
    for step in steps {
      var cells = Self.cells(step, ofOneRun: run != nil).map { Table.Cell($0) }
      cells[Self.outcome].emphasis = Outcome.Kind(rawValue: step.outcome)?.emphasis ?? .none
      table.add(cells)
    }
    return (lines + [table.text(style: style)]).joined(separator: "\n")
  }

  func heading(_ run: RunSummary) -> String {
    let kind = run.isDryRun ? "Dry run" : "Run"
    let who = run.startedBy.map { " by \($0)" } ?? ""
    return Format.safe(
      "\(kind) \(run.id) on \(run.host), \(run.startedAt.rfc3339)\(who), plan \(run.plan): \(Self.status(run))")
  }

  private static func status(_ run: RunSummary) -> String { run.isDryRun ? "dry run" : run.status.rawValue }

  private static func took(_ run: RunSummary) -> String {
    guard let end = run.finishedAt else { return "-" }
    let took = run.startedAt.duration(to: end)
    return took < .seconds(1) ? "\(Int(took / .milliseconds(1)))ms" : Format.duration(took)
  }

  private static func columns(ofOneRun: Bool) -> [Table.Column] {
    [
      .right(ofOneRun ? "STEP" : "RUN"), .left("ACTION"), .names("OBJECT"), .left("POLICY"), .right("FREED"),
      .left("OUTCOME"), .left("WHY"),
    ]
  }
  /// Its place among the cells.
  private static let outcome = 5

  static func cells(_ past: PastStep, ofOneRun: Bool) -> [String] {
    let step = past.step
    let freed = past.reclaimedBytes.map { Format.bytes($0) } ?? (past.outcome == "done" ? "unknown" : "-")
    let why = past.error.map { "\($0) (\(step.reason))" } ?? step.reason
    return [
      ofOneRun ? "\(step.number)" : past.run.description, "\(step.action) \(step.target)", step.objectName, step.policy,
    ]
      + [freed, past.outcome, why]
  }
}
