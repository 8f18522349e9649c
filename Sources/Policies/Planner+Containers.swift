extension Planner {
  /// What the container policies take, in order; each container goes by the first policy that takes it.
  func sweepContainers(
    _ inventory: Inventory, _ index: ImageIndex, now: Timestamp, _ wanted: inout Wanted
  ) -> (sweeps: [Sweep<Container>], kept: [Kept]) {
    let filters = ContainerFilters(inventory.containers, index, now: now)
    var taken: Set<ContainerID> = []
    var sweeps: [Sweep<Container>] = []
    var kept: [Kept] = []
    for policy in policies where policy.target == .containers {
      let judge = ContainerJudge(policy, protection, own: own, filters)
      var eligible: [Container] = []
      func keep(_ container: Container, _ reason: KeepReason) {
        guard reason != .notSelected else { return }
        kept.append(
          Kept(
            policy: policy.name, target: .containers, id: container.id.description, name: container.displayName,
            reason: reason))
      }
      for container in inventory.containers where !taken.contains(container.id) {
        switch judge.eligibility(of: container, now: now) {
        case .eligible: eligible.append(container)
        case .keep(let reason): keep(container, reason)
        case .notAsked: wanted.containerDetails.insert(container.id)
        }
      }
      let rulings = policy.rule(eligible.map(policy.candidate), now: now)
      for container in eligible.sorted(by: oldestFirst) {
        switch rulings[container.id] {
        case .sweep(let elapsed, let rank):
          taken.insert(container.id)
          let code = container.state == .exited ? container.details.value?.exitCode ?? container.exitCode : nil
          sweeps.append(
            Sweep(
              policy: policy, object: container,
              reason: SweepReason(
                condition: .container(container.state, exitCode: code), elapsed: elapsed, origin: policy.since,
                limit: policy.olderThan, beyond: rank)))
        case .keep(let reason): keep(container, reason)
        case nil: break
        }
      }
    }
    return (sweeps, kept)
  }

  private func oldestFirst(_ a: Container, _ b: Container) -> Bool {
    let earliest = Timestamp(nanoseconds: .min)
    return (a.created ?? earliest, a.id) < (b.created ?? earliest, b.id)
  }
}

extension Policy {
  fileprivate func candidate(_ container: Container) -> Candidate<ContainerID> {
    let groups: [String]? =
      switch keepLast?.grouping {
      case nil: [""]
      case .label(let key): container.labels[key].map { [$0] }
      case .repository: [Reference(container.imageReference).repository]
      }
    return Candidate(
      id: container.id, created: container.details.value?.created ?? container.created,
      origin: container.instant(of: since), groups: groups)
  }
}
