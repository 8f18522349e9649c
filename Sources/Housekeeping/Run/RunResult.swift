package import EngineClient
package import History
package import Policies
import Wording

/// What a run did, or a dry run would do.
package struct RunResult: Sendable {
  package let plan: Plan
  package let planID: String
  package let isDryRun: Bool
  package let engine: EngineIdentity
  package let engineID: String
  /// How many took part.
  package let policies: Int
  package let startedAt: Timestamp
  package internal(set) var finishedAt = HostClock.now
  package internal(set) var run: RunID?
  /// What the plan that was asked for has, and the engine's state does not bear any more.
  package internal(set) var leftOut: [LeftOut] = []
  /// By step number; empty in a dry run.
  package internal(set) var outcomes: [Int: Outcome] = [:]
  package internal(set) var wasStopped = false
  /// How much of its images the engine calls reclaimable, where somebody wants to compare.
  package internal(set) var engineEstimate: ByteCount?
  /// What in the configuration is to spare something and has matched nothing for long.
  package internal(set) var idleEntries: [IdleEntry] = []

  package init(
    plan: Plan, planID: String, isDryRun: Bool, engine: EngineIdentity, engineID: String, policies: Int,
    startedAt: Timestamp
  ) {
    self.plan = plan
    self.planID = planID
    self.isDryRun = isDryRun
    self.engine = engine
    self.engineID = engineID
    self.policies = policies
    self.startedAt = startedAt
  }

  package func outcome(of step: Step) -> Outcome { outcomes[step.number] ?? Outcome(.planned) }

  package var tally: Tally {
    Tally(plan, leftOut: leftOut.count, outcomes: isDryRun || plan.brake != nil ? nil : outcomes)
  }

  /// All that there is to show, a row a step.
  package var rows: [Row] {
    plan.steps.map { Row(record: StepRecord($0), predicted: $0.predicted, outcome: outcome(of: $0)) }
      + leftOut.map { Row(record: $0.step, predicted: .zero, outcome: Outcome(.skipped, note: $0.note)) }
  }

  package struct Row: Sendable {
    package var record: StepRecord
    package var predicted: ByteBounds
    package var outcome: Outcome
  }

  /// What turned out to be otherwise than the ledger remembered, by ID.
  var changedObjects: [String] {
    plan.steps.filter { step in
      if case .changed = outcomes[step.number]?.note { true } else { false }
    }.map(\.objectID)
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
package struct LeftOut: Sendable {
  package var step: StepRecord
  package var note: Outcome.Note
}
