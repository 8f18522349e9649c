import History
import JanitorConfiguration
package import Policies

extension Run {
  /// The policies that take part, and the stored plan that they are to carry out, if one was asked for.
  func chosen(on engine: EngineKey, _ ledger: Ledger) throws -> (policies: [Policy], stored: StoredPlan?) {
    switch mode {
    case .policies(let policies): return (policies, nil)
    case .due(let policies):
      let lastRuns = try ledger.lastRuns(engine: engine)
      return (policies.filter { $0.isDue(lastRun: lastRuns[$0.name], now: HostClock.now) }, nil)
    case .stored(let id):
      // Whether they are on or not, and whether they are due or not.
      let plan = try storedPlan(id, on: engine, ledger)
      let names = Set(plan.steps.map(\.policy))
      return (configuration.policies.filter { names.contains($0.name) }.map(\.enabled), plan)
    }
  }

  private func storedPlan(_ id: String, on engine: EngineKey, _ ledger: Ledger) throws -> StoredPlan {
    let plans = try ledger.storedPlans(startingWith: id, engine: engine)
    guard let plan = plans.first else { throw HousekeepingError.noSuchPlan(id, ledger: ledger.path) }
    guard plans.count == 1 else { throw HousekeepingError.severalPlans(id, plans.map(\.id)) }
    return plan
  }
}

extension StoredPlan {
  /// What it has and a plan made now has not, with why.
  func leftOut(of plan: Plan) -> [LeftOut] {
    let planned = Set(plan.steps.map(\.key))
    return steps.filter { !planned.contains($0.key) }.enumerated().map { place, step in
      let kept = plan.kept.first { $0.policy == step.policy && $0.id == step.objectID }
      let omitted = plan.omitted.first { $0.policy == step.policy }
      var step = step
      step.number = plan.steps.count + place + 1
      return LeftOut(
        step: step, note: omitted.map { .unlisted($0.list, $0.error) } ?? .noLongerPlanned(kept?.reason))
    }
  }
}

extension Policy {
  /// As if it were on.
  package var enabled: Policy {
    var policy = self
    policy.isEnabled = true
    return policy
  }
}
