import Testing
import Worlds

@testable import Policies

/// S5: a volume goes only when two agree that it is unused, and have agreed for long enough.
@Suite struct VolumePolicyTests {
  private static let made = String(repeating: "a", count: 64)

  private func policy(_ filters: [String] = [], named: Bool = false, olderThan: Duration? = days(7)) throws -> Policy {
    var policy = try Policy.sample(.volumes, filters, olderThan: olderThan)
    policy.takesNamed = named
    return policy
  }

  private func memory(_ name: String, unusedFor: Duration?) -> Memory {
    Memory(volumes: [volumeName(name): Sighting(firstSeen: ago(days(90)), firstUnused: unusedFor.map(ago))])
  }

  @Test func `S5 only what was seen unused for longer than the limit goes`() throws {
    let world = Inventory(volumes: [.sample(Self.made, bytes: 77)])
    let id = Self.made
    let old = planned(try policy(), world, memory: memory(id, unusedFor: days(7.1)))
    #expect(old?.short == ["remove \(id.prefix(12))"])
    #expect(old?.steps.first?.predicted == ByteBounds(exactly: ByteCount(77)))
    let edge = planned(try policy(), world, memory: memory(id, unusedFor: days(7)))
    #expect(edge?.reason(for: id) == .tooYoung(elapsed: days(7), limit: days(7), origin: .unused))
    #expect(planned(try policy(), world)?.reason(for: id) == .ageUnknown(.unused))
    #expect(planned(try policy(), world, memory: memory(id, unusedFor: nil))?.reason(for: id) == .ageUnknown(.unused))
  }

  @Test func `S5 seen unused for the first time in this very run, it stays whatever the limit`() throws {
    for limit in [Duration.zero, nil] {
      let world = Inventory(volumes: [.sample(Self.made)])
      let first = planned(try policy(olderThan: limit), world, memory: memory(Self.made, unusedFor: .zero))
      #expect(first?.steps.isEmpty == true)
      let second = planned(try policy(olderThan: limit), world, memory: memory(Self.made, unusedFor: .seconds(1)))
      #expect(second?.steps.count == 1)
    }
  }

  @Test func `S5 a named volume goes only where the policy says so`() throws {
    let world = Inventory(volumes: [.sample("data", anonymous: false)])
    let long = memory("data", unusedFor: days(30))
    #expect(planned(try policy(), world, memory: long)?.reason(for: "data") == .named)
    #expect(planned(try policy(named: true), world, memory: long)?.short == ["remove data"])
  }

  @Test func `S5 S11 where nothing tells whether somebody named it, it stays as if somebody had`() throws {
    let world = Inventory(volumes: [.sample(Self.made, anonymous: nil)])
    let long = memory(Self.made, unusedFor: days(30))
    #expect(planned(try policy(), world, memory: long)?.reason(for: Self.made) == .maybeNamed)
    for flag in ["true", "false"] {
      #expect(planned(try policy(["anonymous=\(flag)"], named: true), world, memory: long)?.short == [])
    }
    #expect(planned(try policy(named: true), world, memory: long)?.short == ["remove \(Self.made)"])
  }

  @Test(arguments: [
    ("docs", true), ("docs/", true), ("a/b", true), ("192.168.8.4/Downloads", true), ("a..b", true), ("...", true),
    ("/certs", false), ("nas/../docs", false), ("../docs", false), ("a//b", false), ("a//", false), ("./a", false),
    ("a/.", false), ("..", false),
  ])
  func `a volume whose name no request can have stays`(_ name: String, _ goes: Bool) throws {
    var volume = Volume.sample(name, anonymous: false)
    volume.driver = "nas"
    let plan = planned(try policy(named: true), Inventory(volumes: [volume]), memory: memory(name, unusedFor: days(30)))
    #expect(plan?.short == (goes ? ["remove \(name)"] : []))
    if !goes { #expect(plan?.reason(for: name) == .unaddressable) }
  }

  @Test(arguments: [ContainerState.running, .exited, .created, .paused, .dead, .removing, .other("odd")])
  func `S5 a container in any state keeps it, whatever the engine says`(_ state: ContainerState) throws {
    var user = Container.sample(1, state: state)
    user.mounts = [Mount(type: "volume", name: Self.made, destination: "/d")]
    let world = Inventory(containers: [user], volumes: [.sample(Self.made, dangling: true)])
    let plan = planned(try policy(), world, memory: memory(Self.made, unusedFor: days(30)))
    #expect(plan?.reason(for: Self.made) == .inUse(by: [user.id]))
  }

  @Test func `S5 S11 what the engine counts as used, or says nothing of, stays`() throws {
    let long = memory(Self.made, unusedFor: days(30))
    for (dangling, reason) in [(false, KeepReason.inUseByEngine), (nil, .unknown(.usage))] {
      let world = Inventory(volumes: [.sample(Self.made, dangling: dangling)])
      #expect(planned(try policy(), world, memory: long)?.reason(for: Self.made) == reason)
    }
    for type in ["volume", "", "cluster"] {
      var user = Container.sample(1)
      user.mounts = [Mount(type: type, destination: "/d")]
      let world = Inventory(containers: [user], volumes: [.sample(Self.made)])
      #expect(planned(try policy(), world, memory: long)?.reason(for: Self.made) == .unknown(.volumesOfContainers))
    }
  }

  @Test func `a volume that was made anew under its name begins anew`() throws {
    let world = Inventory(volumes: [.sample(Self.made, created: days(1))])
    let plan = planned(try policy(), world, memory: memory(Self.made, unusedFor: days(30)))
    #expect(plan?.reason(for: Self.made) == .tooYoung(elapsed: days(1), limit: days(7), origin: .unused))
  }

  @Test func `S2 S12 protection, owners and living Compose projects keep it`() throws {
    let labels = ["com.docker.compose.project": "shop"]
    let volumes: [Volume] = [
      .sample("db-1", anonymous: false), .sample("x", anonymous: false, labels: ["janitor.keep": ""]),
      .sample("buildx_buildkit_b0_state", anonymous: false),
      .sample("runner-abc-project-1-concurrent-0-cache-c33", anonymous: false),
      .sample("shop_data", anonymous: false, labels: labels), .sample("old_data", anonymous: false),
    ]
    let long = Memory(
      volumes: Dictionary(
        uniqueKeysWithValues: volumes.map { ($0.name, Sighting(firstSeen: ago(days(90)), firstUnused: ago(days(90)))) })
    )
    let service = Container.sample(1, labels: labels)
    let protection = Protection(labels: [LabelMatch("janitor.keep")], volumes: [try #require(Glob("db-*"))])
    let all = planned(
      try policy(named: true), Inventory(containers: [service], volumes: volumes), protect: protection, memory: long)
    #expect(all?.short == ["remove old_data"])
    #expect(all?.reason(for: "shop_data") == .partOfProject("shop"))
    let alone = planned(try policy(named: true), Inventory(volumes: volumes), protect: protection, memory: long)
    #expect(Set(alone?.short ?? []) == ["remove old_data", "remove shop_data"])
    let named = planned(
      try policy(["name=buildx_buildkit_"], named: true), Inventory(volumes: volumes), protect: protection, memory: long
    )
    #expect(named?.short == ["remove buildx_buildkit_b0_state"])
    let compose = planned(
      try policy(["label=com.docker.compose.project=shop"], named: true),
      Inventory(containers: [service], volumes: volumes), protect: protection, memory: long)
    #expect(compose?.short == ["remove shop_data"])
  }

  @Test func `S12 a volume of Quadlet stays unless a policy names it`() throws {
    var unit = Volume.sample("systemd-pgdata", anonymous: false)
    unit.isOfUnit = true
    let world = Inventory(volumes: [unit])
    let long = memory("systemd-pgdata", unusedFor: days(90))
    let kept = planned(try policy(named: true), world, memory: long)
    #expect(kept?.reason(for: "systemd-pgdata") == .managed(by: .systemd))
    for filter in ["managed=true", "name=systemd-pg"] {
      #expect(planned(try policy([filter], named: true), world, memory: long)?.short == ["remove systemd-pgdata"])
    }
    unit.isOfUnit = false
    #expect(planned(try policy(named: true), Inventory(volumes: [unit]), memory: long)?.steps.count == 1)
  }

  @Test(arguments: [
    (["dangling=true"], ["a", "b"]), (["dangling=false"], ["c"]), (["name=^a"], ["a"]), (["driver=nfs"], ["b"]),
    (["label=k=v", "label=z"], ["b"]), (["label!=z"], ["a", "c"]), (["anonymous=true"], ["a"]),
    (["managed=true"], ["c"]),
  ])
  func `filters are judged as Docker judges them`(_ filters: [String], _ expected: [String]) throws {
    var volumes: [Volume] = [
      .sample("a", labels: ["k": "w"]), .sample("b", anonymous: false, labels: ["k": "v", "z": ""]),
      .sample("c", anonymous: false, dangling: false, labels: ["com.docker.compose.project": "p"]),
    ]
    volumes[1].driver = "nfs"
    let test = VolumeFilters(users: Users([])).test(FilterSet(try filters.map { try Filter($0, for: .volumes) }))
    #expect(volumes.filter { test($0) == .yes }.map(\.name.description) == expected)
  }

  @Test func `a container goes with its anonymous volumes only where the policy says so`() throws {
    let (own, shared) = (Self.made, String(repeating: "b", count: 64))
    var (one, two) = (Container.sample(1), Container.sample(2, state: .running))
    one.mounts = [
      Mount(type: "volume", name: own, destination: "/a"), Mount(type: "volume", name: shared, destination: "/b"),
      Mount(type: "volume", name: "named", destination: "/c"),
    ]
    two.mounts = [Mount(type: "volume", name: shared, destination: "/b")]
    var world = Inventory(
      containers: [one, two],
      volumes: [
        .sample(own, dangling: false, bytes: 500), .sample(shared, dangling: false),
        .sample("named", anonymous: false, dangling: false),
      ])
    var policy = try Policy.sample(.containers, ["status=exited"])
    let left = try #require(planned(policy, world)?.steps.first)
    #expect(left.reason.volumes == AttachedVolumes(left: 1))
    #expect(left.predicted == ByteBounds(exactly: ByteCount(1)))
    policy.takesVolumes = true
    // What another one has as well would go with the last of them.
    #expect(planned(policy, world)?.steps.first?.reason.volumes == AttachedVolumes(left: 1))
    world.containers[0].mounts.remove(at: 1)
    let taken = try #require(planned(policy, world)?.steps.first)
    #expect(taken.reason.volumes == AttachedVolumes(taken: 1))
    #expect(taken.predicted == ByteBounds(exactly: ByteCount(501)))
    guard case .container(let subject) = taken.subject else { return #expect(Bool(false)) }
    #expect(subject.volumes.map(\.name.description) == [own])
    // The engine makes no difference between them: one that is protected keeps all.
    let protection = Protection(volumes: [try #require(Glob("aaa*"))])
    let guarded = try #require(planned(policy, world, protect: protection)?.steps.first)
    #expect(guarded.reason.volumes == AttachedVolumes(left: 1))
  }

  /// The engine takes a volume along with the last container that has it, whatever the plan said of the others.
  @Test func `S1 S2 where containers share an anonymous volume, all their volumes stay`() throws {
    let (own, shared) = (Self.made, String(repeating: "b", count: 64))
    var containers = [Container.sample(1), Container.sample(2)]
    for index in containers.indices {
      containers[index].mounts = [Mount(type: "volume", name: shared, destination: "/b")]
    }
    containers[0].mounts.append(Mount(type: "volume", name: own, destination: "/a"))
    var policy = try Policy.sample(.containers, ["status=exited"])
    policy.takesVolumes = true
    var world = Inventory(
      containers: containers, volumes: [.sample(own, dangling: false), .sample(shared, dangling: false)])
    #expect(taken(policy, world) == [])
    // One that stays may go by another's hand before.
    world.containers[1].state = .running
    #expect(taken(policy, world) == [])
    // Twice in one container is still in one alone.
    world.containers[1].mounts = []
    world.containers[0].mounts.append(Mount(type: "volume", name: own, destination: "/twice"))
    #expect(taken(policy, world) == [own, shared])
    #expect(taken(policy, world, protect: Protection(volumes: [try #require(Glob("bbb*"))])) == [])
  }

  @Test func `the last container of a shared anonymous volume that goes says that it stays`() throws {
    var containers = [Container.sample(1, created: days(3)), Container.sample(2, created: days(2))]
    for index in containers.indices {
      containers[index].mounts = [Mount(type: "volume", name: Self.made, destination: "/b")]
    }
    let policy = try Policy.sample(.containers, ["status=exited"])
    var world = Inventory(containers: containers, volumes: [.sample(Self.made, dangling: false)])
    for takes in [false, true] {
      var policy = policy
      policy.takesVolumes = takes
      #expect(planned(policy, world)?.steps.map(\.reason.volumes) == [nil, AttachedVolumes(left: 1)])
    }
    world.containers[1].state = .running
    #expect(planned(policy, world)?.steps.map(\.reason.volumes) == [nil])
  }

  @Test func `a volume that a container was given by its name does not go with it, and its own do`() throws {
    let own = String(repeating: "c", count: 64)
    var one = Container.sample(1)
    one.mounts = [
      Mount(type: "volume", name: Self.made, destination: "/a"), Mount(type: "volume", name: own, destination: "/b"),
    ]
    guard case .known(var details) = one.details else { return #expect(Bool(false)) }
    details.namedVolumes = [volumeName(Self.made)]
    one.details = .known(details)
    var policy = try Policy.sample(.containers, ["status=exited"])
    policy.takesVolumes = true
    let world = Inventory(
      containers: [one], volumes: [.sample(Self.made, dangling: false), .sample(own, dangling: false, bytes: 7)])
    #expect(taken(policy, world) == [own])
    let step = planned(policy, world)?.steps.first
    #expect(step?.reason.volumes == AttachedVolumes(taken: 1, left: 1))
    #expect(step?.predicted == ByteBounds(exactly: ByteCount(8)))
  }

  private func taken(_ policy: Policy, _ world: Inventory, protect: Protection = Protection()) -> [String] {
    (planned(policy, world, protect: protect)?.steps ?? []).flatMap { step -> [String] in
      guard case .container(let subject) = step.subject else { return [] }
      return subject.volumes.map(\.name.description)
    }
  }
}
