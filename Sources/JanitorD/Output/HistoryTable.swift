import History
import Policies
import Wording

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
      let omitted = run.omitted.isEmpty ? nil : Format.count(run.omitted.count, "policy", "policies")
      let troubles = [Wording.troubles(skipped: run.skipped, failed: run.failed, unknown: run.unknown), omitted]
        .compactMap { $0 }.joined(separator: ", ")
      table.add(
        [Table.Cell(run.id.description), Table.Cell(run.startedAt.rfc3339), Table.Cell(Self.took(run)), status]
          + [
            Table.Cell("\(run.done)"),
            Table.Cell(
              troubles.isEmpty ? "-" : troubles, run.failed + run.unknown + run.omitted.count > 0 ? .bad : .none),
          ]
          + [run.isDryRun ? "-" : Format.bytes(run.reclaimedBytes), run.plan, run.startedBy ?? "-"]
          .map { Table.Cell($0) })
    }
    return table.text(style: style)
  }

  /// - Parameter run: whose steps they are; `nil` where they are of several.
  func text(run: RunSummary?, steps: [PastStep]) -> String {
    var lines: [String] = []
    if let run {
      lines += [heading(run)]
      lines += run.omitted.map { style.hanging(Format.safe(Wording.omitted($0.policy, $0.reason)), by: 0) } + [""]
    }
    guard !steps.isEmpty else { return (lines + ["No step is recorded for that."]).joined(separator: "\n") }
    return (lines + [run == nil ? ofSeveralRuns(steps) : byPolicy(steps)]).joined(separator: "\n")
  }

  private func ofSeveralRuns(_ steps: [PastStep]) -> String {
    var table = Table([.right("RUN"), .left("ACTION"), .names("OBJECT"), .optional("POLICY")] + Self.results)
    for step in steps {
      table.add([step.run.description] + Self.object(step) + [step.step.policy], Self.results(of: step))
    }
    return table.text(style: style)
  }

  /// In the order in which the policies came first.
  private func byPolicy(_ steps: [PastStep]) -> String {
    var table = Table([.right("STEP"), .left("ACTION"), .names("OBJECT")] + Self.results)
    var policies: [String] = []
    let groups = Dictionary(grouping: steps, by: \.step.policy)
    for step in steps where !policies.contains(step.step.policy) { policies.append(step.step.policy) }
    for policy in policies {
      let own = groups[policy] ?? []
      table.group("\(policy): \(Format.count(own.count, "step"))")
      for step in own { table.add(["\(step.step.number)"] + Self.object(step), Self.results(of: step)) }
    }
    return table.text(style: style)
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

  private static let results: [Table.Column] = [.right("FREED"), .left("OUTCOME"), .left("WHY")]

  private static func object(_ past: PastStep) -> [String] {
    ["\(past.step.action) \(past.step.target)", past.step.objectName]
  }

  private static func results(of past: PastStep) -> [Table.Cell] {
    let isUnmeasured = past.outcome == Outcome.Kind.done.rawValue && past.step.action == Verb.remove.word
    let freed = past.reclaimedBytes.map { Format.bytes($0) } ?? (isUnmeasured ? "unknown" : "-")
    let why = past.error.map { "\($0) (\(past.step.reason))" } ?? past.step.reason
    let emphasis = Outcome.Kind(rawValue: past.outcome)?.emphasis ?? .none
    return [Table.Cell(freed), Table.Cell(past.outcome, emphasis), Table.Cell(why)]
  }

  /// One step as it ends, without a table around it.
  static func line(_ past: PastStep) -> String {
    (["\(past.step.number)"] + object(past) + [past.step.policy] + results(of: past).map(\.text)).map(Format.safe)
      .joined(separator: "  ")
  }
}
