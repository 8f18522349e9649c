/// Judges network filters as `docker network ls` does.
struct NetworkFilters: FilterJudge {
  let users: Users
  let now: Timestamp

  func test(_ filter: Filter) -> (Network) -> Truth {
    switch filter {
    // The engine's notion: nothing runs on it. What is stopped on it is janitor's to see.
    case .dangling(let flag): return { Truth((!$0.isPredefined && !users.isActive($0)) == flag) }
    case .name(let pattern):
      let matches = pattern.matcher()
      return { Truth(matches($0.name)) }
    case .idPattern(let pattern):
      let matches = pattern.matcher()
      return { Truth(matches($0.id.description)) }
    case .label(let label): return { Truth(label.matches($0.labels)) }
    case .notLabel(let label): return { Truth(!label.matches($0.labels)) }
    case .driver(let driver): return { Truth($0.driver == driver) }
    case .scope(let scope): return { Truth($0.scope == scope) }
    case .networkKind(let kind): return { Truth($0.isPredefined == (kind == .builtin)) }
    case .until(let cutoff):
      let limit = cutoff.instant(now)
      return { $0.created.map { Truth($0 < limit) } ?? .unknown }
    case .managed(let flag): return { Truth((Manager(labels: $0.labels, name: $0.name) != nil) == flag) }
    default: return { _ in .no }
    }
  }
}

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
    if let reason = policy.owner(network.labels, name: network.name) { return .keep(reason) }
    let containers = users.containers(on: network)
    if !containers.isEmpty { return .keep(.inUse(by: containers)) }
    if let project = projects.owner(network.labels, unlessNamedBy: policy.filters) {
      return .keep(.partOfProject(project))
    }
    if let reason = selector.exception(of: network).keep { return .keep(reason) }
    return .eligible
  }
}
