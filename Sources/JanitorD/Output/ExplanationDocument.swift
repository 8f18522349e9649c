import EngineClient
import History
import Housekeeping
import Policies
import Wording

/// `explain OBJECT --format json`, schema `janitor.explain/1`: the keys are a promise.
struct ExplanationDocument: Encodable {
  struct Object: Encodable {
    var target: String
    var id: String
    var name: String
    var facts: String
    var verdicts: [Verdict]
    /// What it would free alone; `null` where there is nothing to count.
    @Null var freesAlone: RunDocument.Bounds?
    var steps: [Step]
    var past: [HistoryDocument.Step]
  }
  struct Verdict: Encodable {
    var policy: String
    var enabled: Bool
    /// `sweep`, `keep` or `not-selected`
    var verdict: String
    var reason: String
    /// Where age is all that keeps it.
    @Null var eligibleAt: String?
  }
  struct Step: Encodable {
    var policy: String
    var action: String
    var name: String
    @Null var predictedBounds: RunDocument.Bounds?
  }

  var schema = "janitor.explain/1"
  var host: String
  var objects: [Object]
  /// Of an object that is gone.
  var past: [HistoryDocument.Step]

  init(_ explanations: [Explanation], past: [PastStep], _ engine: EngineIdentity, now: Timestamp) {
    host = engine.host.description
    self.past = past.map(HistoryDocument.Step.init)
    objects = explanations.map { explanation in
      Object(
        target: explanation.target.singular, id: explanation.id, name: explanation.name, facts: explanation.facts,
        verdicts: explanation.verdicts.map { Verdict($0, now: now) },
        freesAlone: explanation.alone.flatMap { $0 == .unknown ? nil : RunDocument.Bounds($0) },
        steps: explanation.steps.map { step in
          Step(
            policy: step.policy, action: step.verb.word, name: step.objectName,
            predictedBounds: step.predicted == .unknown ? nil : RunDocument.Bounds(step.predicted))
        }, past: explanation.past.map(HistoryDocument.Step.init))
    }
  }
}

extension ExplanationDocument.Verdict {
  fileprivate init(_ verdict: PolicyVerdict, now: Timestamp) {
    let word =
      switch verdict.verdict {
      case .sweep: "sweep"
      case .keep(.notSelected): "not-selected"
      case .keep: "keep"
      }
    self.init(
      policy: verdict.policy.name, enabled: verdict.policy.isEnabled, verdict: word,
      reason: Wording.verdict(verdict, now: now), eligibleAt: verdict.eligible(now)?.rfc3339)
  }
}

/// `explain --format json` without an object, schema `janitor.policies/1`.
struct HoldingsDocument: Encodable {
  struct Policy: Encodable {
    var name: String
    var enabled: Bool
    var meaning: String
    /// How many objects it would take now.
    var takes: Int
    @Null var predictedBounds: RunDocument.Bounds?
    /// How many it selects and leaves, by why.
    var kept: [String: Int]
    /// Why it cannot be told what it takes.
    @Null var omitted: String?
  }
  var schema = "janitor.policies/1"
  var host: String
  var policies: [Policy]

  init(_ holdings: [Explainer.Holding], _ engine: EngineIdentity) {
    host = engine.host.description
    policies = holdings.map { holding in
      Policy(
        name: holding.policy.name, enabled: holding.policy.isEnabled, meaning: Wording.policy(holding.policy),
        takes: Set(holding.plan.steps.map(\.objectID)).count,
        predictedBounds: holding.plan.predicted == .unknown ? nil : RunDocument.Bounds(holding.plan.predicted),
        kept: Dictionary(grouping: holding.plan.kept) { Wording.kept($0.reason) }.mapValues(\.count),
        omitted: holding.plan.omitted.first.map { Wording.unlisted($0.list, $0.error) })
    }
  }
}
