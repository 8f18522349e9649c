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
    if !policy.takesNamed {
      guard let isAnonymous = volume.isAnonymous else { return .keep(.maybeNamed) }
      if !isAnonymous { return .keep(.named) }
    }
    if let reason = policy.keep(for: volume.manager) { return .keep(reason) }
    if !volume.name.isAddressable { return .keep(.unaddressable) }
    let containers = users.containers(on: volume)
    if !containers.isEmpty { return .keep(.inUse(by: containers)) }
    let others = users.volumes(inside: volume)
    if !others.isEmpty { return .keep(.holdsVolumes(others)) }
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
