import EngineClient
import History
import Policies

/// What a run did, or a dry run would do.
struct RunResult: Sendable {
  var plan: Plan
  var planID: String
  var isDryRun: Bool
  var engine: EngineIdentity
  var engineID: String
  var policies: Int
  var startedAt: Timestamp
  var finishedAt = Clock.now
  var run: RunID?
  /// What the plan that was asked for has, and the engine's state does not bear any more.
  var leftOut: [LeftOut] = []
  /// By step number; empty in a dry run.
  var outcomes: [Int: Outcome] = [:]
  var wasStopped = false
  /// How much of its images the engine calls reclaimable, where somebody wants to compare.
  var engineEstimate: ByteCount?

  func outcome(of step: Step) -> Outcome { outcomes[step.number] ?? Outcome(.planned) }

  func count(_ kind: Outcome.Kind) -> Int {
    outcomes.values.count { $0.kind == kind } + (kind == .skipped ? leftOut.count : 0)
  }

  /// All that there is to show, a row a step.
  var rows: [Row] {
    plan.steps.map { Row(record: StepRecord($0), predicted: $0.predicted, outcome: outcome(of: $0)) }
      + leftOut.map { Row(record: $0.step, predicted: .zero, outcome: Outcome(.skipped, note: $0.note)) }
  }

  /// Without making them.
  var rowCount: Int { plan.steps.count + leftOut.count }

  struct Row {
    var record: StepRecord
    var predicted: ByteBounds
    var outcome: Outcome
  }

  /// What is known to have come free.
  var reclaimed: ByteCount { outcomes.values.compactMap(\.reclaimed).reduce(.zero, +) }
  /// How many removals were done of which nobody can tell what they freed.
  var unmeasured: Int {
    plan.steps.count { step in
      let outcome = outcome(of: step)
      return step.verb == .remove && outcome.kind == .done && outcome.reclaimed == nil
    }
  }

  var status: ExitStatus {
    if plan.brake != nil { return .braked }
    return count(.failed) + count(.unknown) > 0 ? .someStepsFailed : .success
  }
}

extension StepRecord {
  /// - Parameter subject: the fingerprint of what it was decided on, where the plan is to be found again.
  init(_ step: Step, subject: String? = nil) {
    self.init(
      number: step.number, policy: step.policy, action: step.verb.word, target: step.target.singular,
      objectID: step.objectID, objectName: step.objectName, reason: Wording.reason(step.reason),
      predictedBytes: step.predicted.single?.bytes, subject: subject)
  }
}

/// A step of a stored plan that a plan made now has not.
struct LeftOut: Sendable {
  var step: StepRecord
  var note: Outcome.Note
}
