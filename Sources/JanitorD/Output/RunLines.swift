import History
import Housekeeping
import Policies
import Wording

/// A run for the journal: a line with the sum, and one for each step that was not done and each policy that had no part.
struct RunLines {
  private let result: RunResult
  private let isQuiet: Bool

  /// - Parameter isQuiet: whether only what was done, failed or stopped by the brake is told.
  init(_ result: RunResult, isQuiet: Bool = false) {
    self.result = result
    self.isQuiet = isQuiet
  }

  func write() {
    guard !isQuiet || result.isWorthTelling else { return }
    let kinds: [Outcome.Kind] = isQuiet ? [.failed, .unknown] : [.failed, .unknown, .skipped]
    for row in result.rows where kinds.contains(row.outcome.kind) {
      let (step, outcome) = (row.record, row.outcome)
      let why = Wording.note(outcome.note).map { ": \($0)" } ?? ""
      Console.result(
        Format.safe(
          "\(step.action) \(step.target) \(step.objectName) (\(step.policy)): \(outcome.kind.rawValue)\(why)"),
        outcome.kind == .skipped ? .notice : .warning)
    }
    for omitted in result.plan.omitted { Console.result(Format.safe(Wording.omitted(omitted)), .warning) }
    if let unseen = Wording.unseen(result.plan.unseen) { Console.result(Format.safe(unseen), .warning) }
    let what = result.isDryRun ? "dry run" : result.run.map { "run \($0)" } ?? "run"
    // What the brake stopped is told as stopped, not as what a run would do.
    let ending = result.isDryRun ? nil : result.plan.brake.map(Wording.brake)
    Console.result(
      "\(what) on \(result.engine.words), plan \(result.planID): \(ending ?? Wording.sum(result.tally))",
      result.status == .success ? .information : .warning)
  }
}
