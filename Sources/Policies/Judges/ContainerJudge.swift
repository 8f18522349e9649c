/// Says what a policy thinks of containers, before it counts how many to keep and looks at ages.
struct ContainerJudge {
  let policy: Policy
  let protection: Protection
  let own: OwnContainer.Candidates
  private let selector: Selector<Container>

  init(_ policy: Policy, _ protection: Protection, own: OwnContainer.Candidates, _ filters: ContainerFilters) {
    self.policy = policy
    self.protection = protection
    self.own = own
    selector = Selector(policy, filters)
  }

  /// Whether the policy may take it; cheap reasons to keep come before those that need an inspection.
  func eligibility(of container: Container, now: Timestamp) -> Eligibility {
    judge(container, now).butFor(container.unseen)
  }

  private func judge(_ container: Container, _ now: Timestamp) -> Eligibility {
    let selection = selector.selection(of: container)
    if let reason = selection.keep { return .keep(reason) }
    if container.isExternal { return .keep(.external) }
    if let reason = own.keep(container, from: policy.action) { return .keep(reason) }
    if let rule = protection.protector(of: container) { return .keep(.protected(rule)) }
    if let reason = policy.keep(for: container.manager) { return .keep(reason) }
    // A pod goes whole or stays whole: the engine removes no infra container alone, and a pod misses any other.
    if let pod = container.pod, pod.isInfra || policy.action == .remove { return .keep(.partOfPod(pod.name)) }
    let mayBeDead = container.state == .removing && container.details == .notAsked && policy.action == .remove
    guard container.isWithinReach(of: policy.action) || mayBeDead else { return .keep(.inState(container.state)) }
    let exception = selector.exception(of: container)
    if let reason = exception.keep { return .keep(reason) }
    if selection.asks || exception.asks || container.details == .notAsked {
      return tooYoung(container, now).map(Eligibility.keep) ?? .notAsked
    }
    guard let details = container.details.value else { return .keep(.unknown(.state)) }
    if policy.action == .remove, !policy.filters.uses(.restart) {
      guard let restart = details.restart else { return .keep(.unknown(.restartPolicy)) }
      if container.isDormant(restart) { return .keep(.dormant(restart)) }
    }
    return .eligible
  }

  /// Whether an inspection can be expected to find it fit to go, so that it may as well measure it: the list says that it has
  /// been in its state for longer than the policy wants.
  func expects(_ container: Container, now: Timestamp) -> Bool {
    guard policy.action == .remove, policy.keepLast == nil, container.size == .notAsked else { return false }
    guard let limit = policy.ageLimit else { return true }
    switch policy.since {
    case .finished: return container.state == .exited && container.inStateAtLeast.map { $0 > limit } ?? false
    case .created: return container.created.map { $0.duration(to: now) > limit } ?? false
    case .started, .lastUsed, .tagged, .unused: return false
    }
  }

  /// What was created too late to be old enough by any count needs no inspection.
  private func tooYoung(_ container: Container, _ now: Timestamp) -> KeepReason? {
    guard let limit = policy.olderThan, policy.keepLast == nil, let created = container.created,
      created.flaw(now) == nil
    else { return nil }
    let elapsed = created.duration(to: now)
    return elapsed <= limit ? .tooYoung(elapsed: elapsed, limit: limit, origin: .created) : nil
  }
}

extension Container {
  /// A removal takes only what does not run, a stop only what does.
  package func isWithinReach(of action: PolicyAction) -> Bool {
    switch (state, action) {
    case (.exited, .remove), (.created, .remove), (.dead, .remove): true
    case (.running, .stop), (.paused, .stop), (.restarting, .stop): true
    default: false
    }
  }

  /// Whether the engine starts it again when it comes up: `always` does, `on-failure` after a failure, while it has tries
  /// left. One whose removal was begun it never does.
  func isDormant(_ restart: RestartPolicy) -> Bool {
    guard state != .dead else { return false }
    switch restart {
    case .always: return true
    case .onFailure where details.value?.hasNoTriesLeft == true: return false
    case .onFailure: return (details.value?.exitCode ?? exitCode) != 0
    case .no, .unlessStopped: return false
    }
  }
}
