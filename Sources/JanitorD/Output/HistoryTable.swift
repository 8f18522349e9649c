import History
import Policies

/// Runs and steps of the past, for people.
struct HistoryTable {
  let style: Style

  /// Newest first.
  func text(runs: [RunSummary], now: Timestamp) -> String {
    guard !runs.isEmpty else { return "No run is recorded for that." }
    var table = Table([
      ("RUN", .right), ("STARTED", .left), ("TOOK", .right), ("STATUS", .left), ("DONE", .right), ("SKIPPED", .right),
      ("FAILED", .right), ("UNKNOWN", .right), ("RECLAIMED", .right), ("PLAN", .left), ("BY", .left),
    ])
    for run in runs {
      table.add(
        [run.id.description, run.startedAt.rfc3339, Self.took(run), Self.status(run)]
          + [run.done, run.skipped, run.failed, run.unknown].map(String.init)
          + [run.isDryRun ? "-" : Format.bytes(run.reclaimedBytes), run.plan, run.startedBy ?? "-"])
    }
    return table.text(style: style)
  }

  /// - Parameter run: whose steps they are; `nil` where they are of several.
  func text(run: RunSummary?, steps: [PastStep]) -> String {
    var lines: [String] = []
    if let run { lines += [heading(run), ""] }
    guard !steps.isEmpty else { return (lines + ["No step is recorded for that."]).joined(separator: "\n") }
    var table = Table(Self.columns(ofOneRun: run != nil))
    for step in steps { table.add(Self.cells(step, ofOneRun: run != nil)) }
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

  private static func columns(ofOneRun: Bool) -> [(title: String, alignment: Table.Alignment)] {
    [(ofOneRun ? "STEP" : "RUN", .right), ("ACTION", .left), ("OBJECT", .left), ("POLICY", .left)]
      + [("FREED", .right), ("OUTCOME", .left), ("WHY", .left)]
  }

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
