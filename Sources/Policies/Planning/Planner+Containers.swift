extension Planner {
  /// What the container policies take, in order; each container goes by the first policy that takes it. Asks for what they
  /// have to know.
  func sweepContainers(
    _ inventory: Inventory, _ memory: Memory, _ index: ImageIndex, now: Timestamp, _ wanted: inout Wanted
  ) -> Selection<Container> {
    let filters = ContainerFilters(inventory.containers, index, now: now)
    let own = own.candidates(among: inventory.containers)
    var selection = Selection<Container>()
    for policy in policies where policy.target == .containers {
      let judge = ContainerJudge(policy, protection, own: own, filters)
      selection.choose(
        from: inventory.containers, by: policy, now: now, { judge.eligibility(of: $0, now: now) },
        ranked: { policy.candidate($0, memory, now: now) }
      ) { container in
        let code = container.state == .exited ? container.details.value?.exitCode ?? container.exitCode : nil
        return .container(container.state, exitCode: code)
      }
      for container in inventory.containers
      where selection.asked.contains(container.id) && judge.expects(container, now: now) {
        wanted.containerSizes.insert(container.id)
      }
    }
    wanted.containerDetails = selection.asked
    return selection
  }

  /// Takes back what a container needs that stays, and says in which order the rest go. Asks for what they have to know.
  func keepNeeded(
    _ selection: inout Selection<Container>, _ inventory: Inventory, _ wanted: inout Wanted
  ) -> ContainerOrder {
    let candidates = selection.sweeps.filter { $0.policy.action == .remove }.map(\.object)
    wanted.containerTies = ContainerOrder.unasked(candidates, among: inventory.containers)
    guard wanted.isEmpty else { return ContainerOrder([], among: []) }
    let order = ContainerOrder(candidates, among: inventory.containers)
    if !order.kept.isEmpty {
      selection.takeBack { sweep in sweep.policy.action == .remove ? order.kept[sweep.object.id] : nil }
    }
    return order
  }
}

extension Policy {
  fileprivate func candidate(_ container: Container, _ memory: Memory, now: Timestamp) -> Candidate<ContainerID> {
    let groups: [String]? =
      switch keepLast?.grouping {
      case nil: [""]
      case .label(let key): container.labels[key].map { [$0] }
      case .repository: [Reference(container.imageReference).repository]
      case .composeService: composeService(container.labels).map { [$0] }
      case .network: container.networks.isEmpty ? nil : container.networks.keys.sorted()
      }
    let (origin, standIn) = container.instant(of: since, memory, now: now)
    return Candidate(
      id: container.id, origin: origin, recency: [origin, container.details.value?.created ?? container.created],
      standIn: standIn, groups: groups)
  }

  /// `project/service`
  func composeService(_ labels: [String: String]) -> String? {
    guard let project = labels["com.docker.compose.project"], let service = labels["com.docker.compose.service"] else {
      return nil
    }
    return "\(project)/\(service)"
  }

  /// The groups of what has no repository and no network.
  func groups(_ labels: [String: String]) -> [String]? {
    switch keepLast?.grouping {
    case nil: [""]
    case .label(let key): labels[key].map { [$0] }
    case .composeService: composeService(labels).map { [$0] }
    case .repository, .network: nil
    }
  }
}
