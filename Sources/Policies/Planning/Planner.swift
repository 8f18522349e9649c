/// Turns an inventory into a plan by the declared policies: the only place that chooses.
///
/// It decides on what it is given. Where more facts are needed it says which, so that whoever asks engines asks for as
/// little as can decide:
///
///     while case .needs(let wanted) = planner.next(inventory, memory, now: now) { … ask, and fill in … }
package struct Planner: Sendable {
  private(set) var policies: [Policy]
  let protection: Protection
  let brake: Brake
  let own: OwnContainer
  let imageSizes: ImageSizes
  let stored: Set<StepKey>?

  /// - Parameters:
  ///   - own: the container that janitor runs in, if it does, as far as it can tell.
  ///   - imageSizes: what the engine's sizes of images mean.
  ///   - stored: the steps of an earlier plan; nothing else may stand in this one.
  package init(
    _ policies: [Policy], protection: Protection = Protection(), brake: Brake = Brake(),
    own: OwnContainer = OwnContainer(),
    imageSizes: ImageSizes = .sums, stored: Set<StepKey>? = nil
  ) {
    self.policies = policies.filter(\.isEnabled)
    self.protection = protection
    self.brake = brake
    self.own = own
    self.imageSizes = imageSizes
    self.stored = stored
  }

  /// The lists without which nothing can be decided by these policies.
  package static func targets(of policies: [Policy]) -> Set<Target> {
    policies.reduce(into: []) { $0.formUnion($1.lists) }
  }

  /// The next thing to do: ask the engine for more, or take the plan.
  ///
  /// Policies that need a list which could not be had take no part.
  package func next(_ inventory: Inventory, _ memory: Memory, now: Timestamp) -> Planning {
    let omitted = policies.compactMap { OmittedPolicy($0, without: inventory.missing) }
    guard !omitted.isEmpty else { return decide(inventory, memory, now: now) }
    var able = self
    able.policies.removeAll { policy in omitted.contains { $0.policy == policy.name } }
    switch able.decide(inventory, memory, now: now) {
    case .needs(let wanted): return .needs(wanted)
    case .plan(var plan):
      plan.omitted = omitted
      return .plan(plan)
    }
  }

  private func decide(_ inventory: Inventory, _ memory: Memory, now: Timestamp) -> Planning {
    let index = ImageIndex(inventory.images)
    var wanted = Wanted()
    var containers = sweepContainers(inventory, memory, index, now: now, &wanted)
    guard wanted.isEmpty else { return .needs(wanted) }
    let order = keepNeeded(&containers, inventory, &wanted)
    guard wanted.isEmpty else { return .needs(wanted) }

    let gone = Set(containers.sweeps.filter { $0.policy.action == .remove }.map(\.object.id))
    let imageUsers = ImageUsers(inventory.containers, leaving: gone, index)
    let projects = Projects(inventory.containers.filter { !gone.contains($0.id) })
    let images = sweepImages(inventory, memory, index, imageUsers, projects, now: now, &wanted)
    guard wanted.isEmpty else { return .needs(wanted) }

    let users = Users(inventory.containers, volumes: inventory.volumes)
    let allProjects = Projects(inventory.containers)
    let volumes = sweepVolumes(inventory, memory, users, allProjects, now: now)
    let networks = sweepNetworks(inventory, memory, users, allProjects, now: now)
    let cache = sweepCache(inventory, now: now)

    var draft = Draft(inventory, imageSizes)
    draft.add(containers.sweeps, order, ContainerVolumes(inventory, users, protection), &wanted)
    // Where there are very many, they would only lie beside the steps that are made of them.
    containers.sweeps = []
    draft.add(networks.sweeps, &wanted)
    draft.add(volumes.sweeps, &wanted)
    draft.add(images.sweeps, images.removals, imageUsers, &wanted)
    draft.add(cache.sweeps)
    guard wanted.isEmpty else { return .needs(wanted) }
    let steps = stored.map(draft.steps.limited) ?? draft.steps
    return .plan(
      Plan(
        steps: steps, brake: brake.trip(steps, inventory),
        kept: containers.kept + networks.kept + volumes.kept + images.kept + cache.kept))
  }
}

/// What the planner says next.
package enum Planning: Hashable, Sendable {
  case needs(Wanted)
  case plan(Plan)
}

/// An object that a policy takes.
struct Sweep<Object: Hashable>: Hashable {
  var policy: Policy
  var object: Object
  var reason: SweepReason
}
