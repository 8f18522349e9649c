import Policies
import Testing
import Worlds

/// A container goes only where none that stays cannot do without it.
@Suite struct NeededContainerTests {
  /// A container that needs others, by whatever its maker called them.
  fileprivate static func user(_ number: Int, of needs: String..., state: ContainerState = .running) -> Container {
    var container = Container.sample(number, state: state)
    container.ties = .known(ContainerTies(needs: Set(needs)))
    return container
  }

  private static func exited() throws -> Policy {
    try .sample(.containers, ["status=exited"])
  }

  private func plan(_ containers: [Container]) throws -> Plan? {
    PolicyTests.plan([try Self.exited()], containers)
  }

  @Test(arguments: ContainerState.known)
  func `one that is needed stays, whatever state the other is in`(state: ContainerState) throws {
    var user = Self.user(2, of: containerID(1).description, state: state)
    // So that it stays where it is exited as well.
    user.details = .known(ContainerDetails(created: ago(days(1)), exitCode: 0, restart: .always))
    let plan = try plan([.sample(1), user])
    #expect(plan?.steps == [])
    #expect(plan?.reason(for: containerID(1).description) == .needed(by: ["c2"]))
  }

  @Test func `the list alone shows networks of other containers, and links`() throws {
    var lodger = Container.sample(2, state: .running)
    lodger.networkOwner = containerID(1)
    var linked = Container.sample(3, name: "web/cache")
    linked.names.append("cache")
    let web = Container.sample(4, name: "web", state: .running)
    let plan = try plan([.sample(1), lodger, linked, web, .sample(5)])
    #expect(plan?.short == ["remove c5"])
    #expect(plan?.reason(for: containerID(1).description) == .needed(by: ["c2"]))
    #expect(plan?.reason(for: linked.id.description) == .needed(by: ["web"]))
  }

  @Test(
    arguments: [
      ("its name", "c1", true), ("its ID", containerID(1).description, true),
      ("the beginning of its ID", "000000000001", true),
      ("the beginning of several IDs", "00000000", true), ("a name that is gone", "old", false), ("nothing", "", false),
    ])
  func `it is needed by whatever it is called`(what: String, text: String, stays: Bool) throws {
    let plan = try plan([.sample(1), Self.user(2, of: text)])
    #expect(plan?.steps.isEmpty == stays, "\(what)")
  }

  @Test func `a name comes before the beginning of an ID`() throws {
    let named = Container.sample(3, name: "000000000001")
    let plan = try plan([.sample(1), named, Self.user(2, of: "000000000001")])
    #expect(plan?.short == ["remove c1"])
  }

  @Test func `those that need it leave before it in the same plan`() throws {
    let middle = Self.user(2, of: "c1", state: .exited)
    let last = Self.user(3, of: "c2", "c1", state: .exited)
    let plan = try plan([.sample(1), middle, last, .sample(4)])
    let stages = plan?.steps.map { "\($0.objectName) \($0.stage)" } ?? []
    #expect(Set(stages.prefix(2)) == ["c3 0", "c4 0"])
    #expect(stages.dropFirst(2) == ["c2 1", "c1 2"])
    #expect(plan?.steps.map(\.number) == [1, 2, 3, 4])
    guard case .container(let subject) = plan?.steps.last?.subject else { return #expect(Bool(false)) }
    #expect(subject.dependents == [containerID(2), containerID(3)])
  }

  @Test func `what is needed by what is needed stays as well, and so does its image`() throws {
    var first = Container.sample(1, image: 1)
    first.ties = .known(ContainerTies())
    let middle = Self.user(2, of: "c1", state: .exited)
    let last = Self.user(3, of: "c2")
    let images = try Policy.sample(.images, [], olderThan: .zero, since: .created, name: "images")
    let plan = PolicyTests.plan([try Self.exited(), images], [first, middle, last], [.sample(1, tags: ["a:1"])])
    #expect(plan?.steps == [])
    #expect(plan?.kept.first { $0.target == .images }?.reason == .inUse(by: [first.id]))
  }

  @Test func `containers that need one another stay`() throws {
    let plan = try plan([Self.user(1, of: "c2", state: .exited), Self.user(2, of: "c1", state: .exited), .sample(3)])
    #expect(plan?.short == ["remove c3"])
  }

  @Test func `a stop is no removal`() throws {
    let policy = try Policy.sample(action: .stop, olderThan: .zero, since: .created)
    let plan = PolicyTests.plan([policy], [.sample(1, state: .running), Self.user(2, of: "c1")])
    #expect(plan?.steps.count == 2)
  }

  // MARK: What is asked for

  private func wanted(_ candidate: ContainerTies.Lodging, _ others: [Container]) throws -> Set<String> {
    var first = Container.sample(1)
    first.mounts = [Mount(type: "volume", name: "v", source: "/srv/v", destination: "/data")]
    first.ties = .known(ContainerTies(lodging: candidate))
    let inventory = Inventory(containers: [first] + others)
    guard case .needs(let wanted) = Planner([try Self.exited()]).next(inventory, Memory(), now: now) else { return [] }
    return Set(inventory.containers.filter { wanted.containerTies.contains($0.id) }.compactMap(\.name))
  }

  private static let others: [Container] = {
    let states: [ContainerState] = [.running, .paused, .restarting, .created]
    var others = states.enumerated().map { Container.sample($0 + 2, name: $1.word, state: $1) }
    var sharing = Container.sample(10, name: "sharing", state: .running)
    sharing.mounts = [Mount(type: "volume", name: "v", destination: "/data")]
    var elsewhere = Container.sample(11, name: "elsewhere", state: .running)
    elsewhere.mounts = [Mount(type: "volume", name: "v", source: "/srv/v", destination: "/other")]
    others += [sharing, elsewhere]
    for index in others.indices { others[index].ties = .notAsked }
    return others + [.sample(12, name: "known", state: .created)]
  }()

  @Test func `only those are asked that may need a candidate and do not show it`() throws {
    #expect(try wanted(.closed, Self.others) == ["restarting", "created", "sharing"])
    let all: Set = ["running", "paused", "restarting", "created", "sharing", "elsewhere"]
    #expect(try wanted(.open, Self.others) == all)
    #expect(try wanted(.guarded, Self.others) == all)
  }

  @Test func `nothing is asked where nothing would go`() throws {
    let inventory = Inventory(containers: Self.others)
    #expect(Planner([try Self.exited()]).plan(inventory)?.steps == [])
  }

  @Test func `S11 who cannot be asked may need what it shares a volume or an IPC namespace with`() throws {
    func reason(_ lodging: ContainerTies.Lodging?, sharing: Bool) throws -> KeepReason? {
      var first = Container.sample(1)
      first.mounts = [Mount(type: "volume", name: "v", destination: "/data")]
      first.ties = lodging.map { .known(ContainerTies(lodging: $0)) } ?? .unavailable
      var other = Container.sample(2, state: .running)
      other.ties = .unavailable
      if sharing { other.mounts = first.mounts }
      return try plan([first, other])?.reason(for: first.id.description)
    }
    #expect(try reason(.closed, sharing: false) == nil)
    #expect(try reason(.guarded, sharing: false) == nil)
    #expect(try reason(.open, sharing: false) == .unknown(.ties))
    #expect(try reason(.closed, sharing: true) == .unknown(.ties))
    #expect(try reason(.guarded, sharing: true) == .unknown(.ties))
    #expect(try reason(nil, sharing: false) == .unknown(.ties))
  }
}
