/// What the policies of one target take of its objects.
struct Selection<Object: Sweepable> {
  /// By policy, the oldest first.
  var sweeps: [Sweep<Object>] = []
  var kept: [Kept] = []
  /// Of these more has to be known.
  var asked: Set<Object.ID> = []
  private var taken: Set<Object.ID> = []

  init() {}

  /// Lets one more policy choose among what none before it took.
  ///
  /// - Parameters:
  ///   - eligibility: what the policy says before ranks and ages.
  ///   - candidate: what ranks and ages need.
  ///   - condition: in what state an object was found.
  mutating func choose(
    from objects: [Object], by policy: Policy, now: Timestamp, _ eligibility: (Object) -> Eligibility,
    ranked candidate: (Object) -> Candidate<Object.ID>, condition: (Object) -> SweepReason.Condition
  ) {
    var eligible: [Object] = []
    for object in objects where !taken.contains(object.id) {
      switch eligibility(object) {
      case .eligible: eligible.append(object)
      case .keep(let reason): keep(object, policy, reason)
      case .notAsked: asked.insert(object.id)
      }
    }
    eligible.sort(by: oldestFirst)
    let rulings = policy.rule(eligible.map(candidate), now: now)
    for object in eligible {
      switch rulings[object.id] {
      case .sweep(let elapsed, let standIn, let rank):
        taken.insert(object.id)
        sweeps.append(
          Sweep(
            policy: policy, object: object,
            reason: SweepReason(
              condition: condition(object), elapsed: elapsed, origin: policy.since, standIn: standIn,
              limit: policy.ageLimit, beyond: rank)))
      case .keep(let reason): keep(object, policy, reason)
      case nil: break
      }
    }
  }

  mutating func keep(_ object: Object, _ policy: Policy, _ reason: KeepReason) {
    guard reason != .notSelected else { return }
    kept.append(Kept(object, policy, reason))
  }

  /// Takes back what a policy chose, for a reason that shows itself only once all have chosen.
  mutating func takeBack(where reason: (Sweep<Object>) -> KeepReason?) {
    let chosen = sweeps
    sweeps = []
    for sweep in chosen {
      if let reason = reason(sweep) {
        keep(sweep.object, sweep.policy, reason)
        taken.remove(sweep.object.id)
      } else {
        sweeps.append(sweep)
      }
    }
  }
}

extension Kept {
  init(_ object: some Sweepable, _ policy: Policy, _ reason: KeepReason) {
    self.init(
      policy: policy.name, target: policy.target, id: object.id.description, name: object.displayName, reason: reason)
  }
}
