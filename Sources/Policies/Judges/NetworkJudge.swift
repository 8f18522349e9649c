/// Says what a policy thinks of networks, before it counts how many to keep and looks at ages.
struct NetworkJudge {
  let policy: Policy
  let protection: Protection
  let users: Users
  let projects: Projects
  /// What was made from each configuration.
  let configured: [String: [String]]
  private let selector: Selector<Network>

  init(
    _ policy: Policy, _ protection: Protection, _ users: Users, _ projects: Projects, _ networks: [Network],
    now: Timestamp
  ) {
    configured = Dictionary(grouping: networks.filter { $0.configFrom != nil }) { $0.configFrom ?? "" }
      .mapValues { $0.map(\.name).sorted() }
    self.policy = policy
    self.protection = protection
    self.users = users
    self.projects = projects
    selector = Selector(policy, NetworkFilters(users: users, now: now))
  }

  /// Containers in every state count: without its network, a stopped one could not start again.
  func eligibility(of network: Network) -> Eligibility {
    if let reason = selector.selection(of: network).keep { return .keep(reason) }
    if network.isPredefined { return .keep(.predefined) }
    if network.scope == "swarm" { return .keep(.managed(by: .swarm)) }
    if let rule = protection.protector(of: network) { return .keep(.protected(rule)) }
    if let reason = policy.keep(for: network.manager) { return .keep(reason) }
    if let networks = configured[network.name] { return .keep(.configures(networks)) }
    // Nothing tells whether it is wanted: the next task of a Swarm service may be.
    if network.isConfigOnly, !policy.filters.uses(.name) { return .keep(.configuration) }
    let containers = users.containers(on: network)
    if !containers.isEmpty { return .keep(.inUse(by: containers)) }
    if let project = projects.owner(network.labels, unlessNamedBy: policy.filters) {
      return .keep(.partOfProject(project))
    }
    if let reason = selector.exception(of: network).keep { return .keep(reason) }
    return .eligible
  }
}

extension Network {
  /// What keeps it that only an inspection shows, and nobody asks for before all else would let it go.
  var holder: KeepReason? {
    switch endpoints {
    case .notAsked: return nil
    case .unavailable: return .unknown(.endpoints)
    case .known(let endpoints):
      guard !endpoints.isEmpty else { return nil }
      let others = endpoints.filter { $0.container == nil }.map(\.name)
      return others.isEmpty ? .inUse(by: endpoints.compactMap(\.container)) : .occupied(by: others)
    }
  }
}
