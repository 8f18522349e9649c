/// Says what a policy thinks of networks, before it counts how many to keep and looks at ages.
struct NetworkJudge {
  let policy: Policy
  let protection: Protection
  let users: Users
  let projects: Projects
  private let selector: Selector<Network>

  init(_ policy: Policy, _ protection: Protection, _ users: Users, _ projects: Projects, now: Timestamp) {
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
    let containers = users.containers(on: network)
    if !containers.isEmpty { return .keep(.inUse(by: containers)) }
    if let project = projects.owner(network.labels, unlessNamedBy: policy.filters) {
      return .keep(.partOfProject(project))
    }
    if let reason = selector.exception(of: network).keep { return .keep(reason) }
    return .eligible
  }
}
