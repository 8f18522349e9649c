/// Judges volume filters as `docker volume ls` does.
struct VolumeFilters: FilterJudge {
  let users: Users

  func test(_ filter: Filter) -> (Volume) -> Truth {
    switch filter {
    case .dangling(let flag): return { $0.isDangling.map { Truth($0 == flag) } ?? .unknown }
    case .name(let pattern):
      let matches = pattern.matcher()
      return { Truth(matches($0.name.description)) }
    case .label(let label): return { Truth(label.matches($0.labels)) }
    case .notLabel(let label): return { Truth(!label.matches($0.labels)) }
    case .driver(let driver): return { Truth($0.driver == driver) }
    case .anonymous(let flag): return { Truth($0.isAnonymous == flag) }
    case .managed(let flag):
      return { Truth((Manager(labels: $0.labels, name: $0.name.description) != nil) == flag) }
    default: return { _ in .no }
    }
  }
}

/// Says what a policy thinks of volumes, before it counts how many to keep and looks at ages.
struct VolumeJudge {
  let policy: Policy
  let protection: Protection
  let users: Users
  let projects: Projects
  private let selector: Selector<Volume>

  init(_ policy: Policy, _ protection: Protection, _ users: Users, _ projects: Projects) {
    self.policy = policy
    self.protection = protection
    self.users = users
    self.projects = projects
    selector = Selector(policy, VolumeFilters(users: users))
  }

  /// Two must say that it is unused: the engine, and the list of all containers in any state.
  func eligibility(of volume: Volume) -> Eligibility {
    if let reason = selector.selection(of: volume).keep { return .keep(reason) }
    if let rule = protection.protector(of: volume) { return .keep(.protected(rule)) }
    if !volume.isAnonymous, !policy.takesNamed { return .keep(.named) }
    if let reason = policy.owner(volume.labels, name: volume.name.description) { return .keep(reason) }
    if let containers = users.volumes[volume.name] { return .keep(.inUse(by: containers)) }
    if users.hasUnknownVolume { return .keep(.unknown(.volumesOfContainers)) }
    guard let isDangling = volume.isDangling else { return .keep(.unknown(.usage)) }
    if !isDangling { return .keep(.inUseByEngine) }
    if let project = projects.owner(volume.labels, unlessNamedBy: policy.filters) {
      return .keep(.partOfProject(project))
    }
    if let reason = selector.exception(of: volume).keep { return .keep(reason) }
    return .eligible
  }
}

extension Volume {
  /// Since when it is unused without a break, as far as anybody knows; a volume that was made anew under its name
  /// begins anew.
  func unusedSince(_ memory: Memory) -> Timestamp? {
    guard let first = memory.volumes[name]?.firstUnused else { return nil }
    return created.map { max($0, first) } ?? first
  }
}
