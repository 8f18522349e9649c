import Policies

extension Scenario {
  /// What follows from a seed, of what a test can make on a real engine within seconds: a few objects in states that last,
  /// in the order of their dates, and policies that want nothing younger or older than can be had.
  package init(makeable seed: UInt64) {
    var random = SplitMix(state: seed)
    let world = RandomWorld(containers: 2...4, images: 1...3, others: 1...3, gaps: 0, labels: 3)
    var inventory = world.inventory(&random)
    inventory.makeMakeable(&random)
    let policies = RandomPolicies(
      ages: [0, 0, 100], targets: [.containers, .images, .volumes, .networks], count: 4...7)
    self.init(
      inventory: inventory, memory: Memory(), own: nil,
      policies: policies.policies(&random).map(\.makeable),
      protection: random.happens(50) ? policies.protection(&random) : Protection(),
      brake: Brake(steps: 10_000, share: 1))
    memory.look(at: inventory, ago(days(1)))
    memory.look(at: inventory, now)
  }
}

extension Inventory {
  fileprivate mutating func makeMakeable(_ random: inout SplitMix) {
    cache = .known([])
    for index in networks.indices {
      networks[index].scope = "local"
      networks[index].isPredefined = false
      networks[index].isConfigOnly = false
      networks[index].configFrom = nil
      networks[index].endpoints = .known([])
      networks[index].created = ago(days(100) - .seconds(index))
    }
    for index in images.indices {
      images[index].parent = nil
      images[index].digests = []
    }
    // Older engines know a volume for anonymous by nothing but its name.
    for index in volumes.indices where volumes[index].isAnonymous == true { volumes[index].labels = [:] }
    var mounted: Set<String> = []
    for index in containers.indices.reversed() {
      // Only one container can make an anonymous volume.
      containers[index].mounts.removeAll { mount in
        guard let name = mount.name else { return true }
        return name.count == 64 && !mounted.insert(name).inserted
      }
      containers[index].makeMakeable(images, &random)
    }
    let users = Users(containers)
    for index in volumes.indices { volumes[index].isDangling = users.volumes[volumes[index].name] == nil }
  }
}

extension Container {
  fileprivate mutating func makeMakeable(_ images: [Image], _ random: inout SplitMix) {
    state = random.pick(.created, .exited, .exited, .running, .paused)
    if image.map({ id in !images.contains { $0.id == id } }) ?? true { image = random.pick(images).id }
    // Engines hand an image's labels on.
    labels.merge(images.first { $0.id == image }?.labels ?? [:]) { own, _ in own }
    let first = networks.min { $0.key < $1.key }
    networks = first.map { [$0.key: $0.value] } ?? ["none": networkID(1).description]
    ties = .known(ContainerTies())
    networkOwner = nil
    let hasRun = state != .created
    let code = state == .exited ? random.pick(0, 0, 1, 3) : 0
    exitCode = state == .exited ? code : nil
    // What the engine starts again does not stay exited.
    let restart: RestartPolicy =
      state == .exited ? (code == 0 ? random.pick(.no, .no, .onFailure) : .no) : random.pick(RestartPolicy.allCases)
    // One after the other, and each at its end before the next begins.
    details = .known(
      ContainerDetails(
        created: created, started: hasRun ? created : nil, finished: state == .exited ? created : nil, exitCode: code,
        restart: restart))
  }
}

extension Policy {
  /// Itself as janitor.conf could say it.
  fileprivate var makeable: Policy {
    var policy = self
    // Those hang on dates that cannot be made, or on IDs.
    let left = filters.all.filter { $0.key != .until }
    policy.filters = FilterSet(left)
    policy.exceptions.removeAll { $0.key == .until }
    policy.trigger = Trigger()
    // Volumes made within one second have no order between them.
    if target == .volumes { policy.keepLast = nil }
    if action == .stop, left.isEmpty { policy.filters = FilterSet([.managed(false)]) }
    if left.isEmpty, action == .remove, olderThan == nil, policy.keepLast == nil { policy.olderThan = .zero }
    if since == .tagged || policy.olderThan == nil && policy.keepLast == nil {
      policy.since = target.defaultOrigin(for: action)
    }
    return policy
  }
}
