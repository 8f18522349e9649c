import Policies

/// Policies that janitor.conf would let pass, with protection and brake.
struct RandomPolicies {
  /// Ages that a policy may want, in days.
  var ages = [0, 1, 5, 10]
  var targets = Target.allCases
  var count = 1...5

  func policies(_ random: inout SplitMix) -> [Policy] {
    (0..<random.number(count)).map { policy("p\($0)", &random) }
  }

  func protection(_ random: inout SplitMix) -> Protection {
    guard random.happens(60) else { return Protection() }
    func glob(_ text: String) -> [Glob] { random.happens(50) ? [Glob(text)].compactMap { $0 } : [] }
    return Protection(
      labels: random.happens(60) ? [LabelMatch("keep")] : [], containers: glob("prod-*"), images: glob("r2:*"),
      volumes: glob("db-*"), networks: glob("shared*"))
  }

  func brake(_ random: inout SplitMix) -> Brake {
    Brake(steps: random.pick(1, 3, 1000), share: random.pick(0.1, 0.5, 0.9, 1))
  }

  private static let filters: [Target: [String]] = [
    .containers: [
      "status=exited", "status=created", "status=running", "status=dead", "exited=1", "exited=0", "label=job",
      "label!=job", "managed=false", "managed=true", "restart=no", "restart=always", "until=5d", "name=^c",
      "ancestor=r1:1-0", "before=c1", "since=c0", "network=net0", "is-task=true", "health=none",
    ],
    .images: [
      "dangling=true", "dangling=false", "reference=r1", "reference=r0:*", "label=job", "label!=job", "managed=false",
      "until=5d", "before=r1:2-0", "label=com.docker.compose.project",
    ],
    .volumes: [
      "dangling=true", "name=^(data|db-)", "label=job", "label!=job", "driver=local", "anonymous=true", "managed=true",
    ],
    .networks: ["dangling=true", "name=net", "label=job", "label!=job", "driver=bridge", "type=custom", "until=5d"],
    .buildCache: ["type=regular", "inuse=false", "shared=true", "private=true", "until=5d"],
  ]

  private func policy(_ name: String, _ random: inout SplitMix) -> Policy {
    let target = random.pick(targets)
    let stops = target == .containers && random.happens(35)
    let origins = target.origins.filter { !stops || $0 != .finished }
    var policy = Policy(
      name: name, isEnabled: random.happens(95), action: stops ? .stop : .remove, target: target,
      filters: FilterSet(filters(of: target, random.pick(0, 0, 1, 1, 1, 2, 3), &random)),
      exceptions: filters(of: target, random.pick(0, 0, 0, 1, 2), &random),
      olderThan: random.happens(50) || target == .volumes ? days(Double(random.pick(ages))) : nil,
      since: random.pick(origins))
    if !stops, target != .buildCache, random.happens(25) {
      policy.keepLast = KeepLast(count: random.number(1...2), per: random.pick(groupings(of: target)))
    }
    policy.takesNamed = target == .volumes && random.happens(50)
    policy.takesVolumes = target == .containers && !stops && random.happens(50)
    if target == .buildCache, random.happens(40) {
      let limit = random.number(0...6) * 100
      policy.trigger.pressure = Pressure(
        largerThan: ByteCount(Int64(limit)), downTo: ByteCount(Int64(random.number(0...limit))))
    }
    if random.happens(10) { policy.trigger.every = days(1) }
    return policy
  }

  private func filters(of target: Target, _ count: Int, _ random: inout SplitMix) -> [Filter] {
    (0..<count).compactMap { _ in Self.filters[target]?.randomElement(using: &random) }
      .compactMap { try? Filter($0, for: target) }
  }

  private func groupings(of target: Target) -> [Grouping?] {
    switch target {
    case .containers: [nil, .label("job"), .composeService, .network]
    case .images: [nil, .label("job"), .composeService, .repository]
    case .volumes, .networks, .buildCache: [nil, .label("job"), .composeService]
    }
  }
}

extension Scenario {
  /// What follows from a seed, of no more than half a dozen objects of a kind; one in ten has more than ten of some.
  package init(seed: UInt64) {
    var random = SplitMix(state: seed)
    var world = RandomWorld()
    if random.happens(10) { world.containers = 8...14 }
    if random.happens(5) { world.images = 8...12 }
    let policies = RandomPolicies()
    inventory = world.inventory(&random)
    memory = world.memory(of: inventory, &random)
    memory.look(at: inventory, now)
    own = random.happens(15) ? inventory.containers.randomElement(using: &random)?.id : nil
    self.policies = policies.policies(&random)
    protection = policies.protection(&random)
    brake = policies.brake(&random)
  }
}
