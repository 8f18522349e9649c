import History
import Housekeeping
import Policies
import Wording

/// A run for the journal: a line with the sum, and one for each step that was not done.
struct RunLines {
  private let result: RunResult

  init(_ result: RunResult) { self.result = result }

  func write() {
    for row in result.rows where [.failed, .unknown, .skipped].contains(row.outcome.kind) {
      let (step, outcome) = (row.record, row.outcome)
      let why = Wording.note(outcome.note).map { ": \($0)" } ?? ""
      Console.result(
        Format.safe(
          "\(step.action) \(step.target) \(step.objectName) (\(step.policy)): \(outcome.kind.rawValue)\(why)"),
        outcome.kind == .skipped ? .notice : .warning)
    }
    let what = result.isDryRun ? "dry run" : result.run.map { "run \($0)" } ?? "run"
    Console.result(
      "\(what) on \(result.engine.words), plan \(result.planID): \(Wording.sum(result.tally))",
      result.status == .success ? .information : .warning)
  }
}
