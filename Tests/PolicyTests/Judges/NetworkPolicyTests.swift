import Testing
import Worlds

@testable import Policies

@Suite struct NetworkPolicyTests {
  private func network(
    _ number: Int, _ name: String, scope: String = "local", labels: [String: String] = [:], predefined: Bool = false
  ) -> Network {
    Network(
      id: networkID(number), name: name, scope: scope, labels: labels, created: ago(days(50)), isPredefined: predefined,
      endpoints: .known([]))
  }

  @Test func `what is on a network and no container keeps it, and so does what nobody can see`() throws {
    var networks = [network(1, "gateway"), network(2, "busy"), network(3, "unseen"), network(4, "free")]
    networks[0].endpoints = .known([
      NetworkEndpoint(name: "c9", container: containerID(9)), NetworkEndpoint(name: "gateway_ingress-sbox"),
    ])
    networks[1].endpoints = .known([NetworkEndpoint(name: "c9", container: containerID(9))])
    networks[2].endpoints = .unavailable
    let policy = try Policy.sample(.networks)
    let plan = planned(policy, Inventory(networks: networks))
    #expect(plan?.short == ["remove free"])
    #expect(plan?.reason(for: networkID(1).description) == .occupied(by: ["gateway_ingress-sbox"]))
    #expect(plan?.reason(for: networkID(2).description) == .inUse(by: [containerID(9)]))
    #expect(plan?.reason(for: networkID(3).description) == .unknown(.endpoints))

    // Only of what would go somebody asks.
    for index in networks.indices { networks[index].endpoints = .notAsked }
    networks[3].created = ago(days(1))
    var wanted = Wanted()
    wanted.networkEndpoints = Set(networks.prefix(3).map(\.id))
    let old = try Policy.sample(.networks, ["until=5d"])
    #expect(Planner([old]).next(Inventory(networks: networks), Memory(), now: now) == .needs(wanted))
  }

  @Test func `a configuration stays unless a policy names it, and always where a network was made from it`() throws {
    var networks = [network(1, "settings"), network(2, "used"), network(3, "made")]
    networks[0].isConfigOnly = true
    networks[1].isConfigOnly = true
    networks[2].configFrom = "used"
    let plan = planned(try .sample(.networks, except: ["name=made"]), Inventory(networks: networks))
    #expect(plan?.steps.isEmpty == true)
    #expect(plan?.reason(for: networkID(1).description) == .configuration)
    #expect(plan?.reason(for: networkID(2).description) == .configures(["made"]))
    let named = try Policy.sample(.networks, ["name=settings", "name=used"])
    #expect(planned(named, Inventory(networks: networks))?.short == ["remove settings"])
  }

  @Test(arguments: [ContainerState.running, .exited, .created, .dead, .other("odd")])
  func `a container in any state keeps its network, known by ID or by name alone`(_ state: ContainerState) throws {
    for networks in [["app": networkID(1).description], ["app": ""], ["alias": networkID(1).description]] {
      var user = Container.sample(9, state: state)
      user.networks = networks
      let world = Inventory(containers: [user], networks: [network(1, "app"), network(2, "free")])
      let plan = planned(try .sample(.networks, ["type=custom"]), world)
      #expect(plan?.short == ["remove free"])
      #expect(plan?.reason(for: networkID(1).description) == .inUse(by: [user.id]))
    }
  }

  @Test func `predefined networks, those of Swarm, protected ones and those of living projects stay`() throws {
    let labels = ["com.docker.compose.project": "shop"]
    let world = Inventory(
      containers: [.sample(9, labels: labels)],
      networks: [
        network(1, "bridge", predefined: true), network(2, "ingress", scope: "swarm"), network(3, "shared"),
        network(4, "shop_default", labels: labels),
        network(5, "left_default", labels: ["com.docker.compose.project": "x"]),
        network(6, "minikube", labels: ["io.x-k8s.kind.cluster": "c"]),
      ])
    let protection = Protection(networks: [try #require(Glob("sha*"))])
    let policy = try Policy.sample(.networks, olderThan: days(1))
    let memory = Memory(
      networks: Dictionary(
        uniqueKeysWithValues: world.networks.map {
          ($0.id, Sighting(firstSeen: ago(days(9)), firstUnused: ago(days(9))))
        }))
    let plan = planned(policy, world, protect: protection, memory: memory)
    #expect(plan?.short == ["remove left_default"])
    #expect(plan?.reason(for: networkID(1).description) == .predefined)
    #expect(plan?.reason(for: networkID(2).description) == .managed(by: .swarm))
    #expect(plan?.reason(for: networkID(4).description) == .partOfProject("shop"))
    #expect(plan?.reason(for: networkID(6).description) == .managed(by: .kind))
    #expect(planned(policy, world)?.steps.isEmpty == true)
  }

  @Test func `S12 a network of Quadlet stays unless a policy names it`() throws {
    var unit = network(1, "appnet")
    unit.isOfUnit = true
    let world = Inventory(networks: [unit, network(2, "free")])
    #expect(planned(try .sample(.networks, ["type=custom"]), world)?.short == ["remove free"])
    let named = planned(try .sample(.networks, ["managed=true"]), world)
    #expect(named?.short == ["remove appnet"])
  }

  @Test(arguments: [
    (["dangling=true"], ["idle", "stopped"]), (["dangling=false"], ["bridge", "busy"]), (["type=builtin"], ["bridge"]),
    (["name=us", "name=idl"], ["busy", "idle"]), (["id=^000000000003"], ["idle"]), (["scope=swarm"], ["busy"]),
    (["driver=overlay"], ["busy"]), (["until=10d"], ["bridge", "busy", "stopped"]),
  ])
  func `filters are judged as Docker judges them`(_ filters: [String], _ expected: [String]) throws {
    var networks = [
      network(1, "bridge", predefined: true), network(2, "busy", scope: "swarm"), network(3, "idle"),
      network(4, "stopped"),
    ]
    networks[1].driver = "overlay"
    networks[2].created = ago(days(1))
    var (runs, ended) = (Container.sample(8, state: .running), Container.sample(9))
    runs.networks = ["busy": networkID(2).description]
    ended.networks = ["stopped": networkID(4).description]
    let test = NetworkFilters(users: Users([runs, ended]), now: now).test(
      FilterSet(try filters.map { try Filter($0, for: .networks) }))
    #expect(networks.filter { test($0) == .yes }.map(\.name) == expected)
  }
}
