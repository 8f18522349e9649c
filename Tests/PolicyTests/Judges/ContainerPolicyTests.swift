import Policies
import Testing
import Worlds

@Suite struct ContainerPolicyTests {
  private func swept(_ policy: Policy, _ containers: [Container]) -> [String] {
    plan([policy], containers)?.steps.map { String($0.objectName) } ?? ["no plan"]
  }

  @Test func `S3 a removal takes only what is stopped, a stop only what runs`() throws {
    let states = ContainerState.known + [.other("frozen")]
    let containers = states.enumerated().map { Container.sample($0 + 1, name: $1.word, state: $1) }
    #expect(Set(swept(try .sample(olderThan: .zero, since: .created), containers)) == ["created", "exited", "dead"])
    let stop = try Policy.sample(olderThan: .zero, since: .created)
    var stopping = stop
    stopping.action = .stop
    #expect(Set(swept(stopping, containers)) == ["running", "paused", "restarting"])
  }

  @Test(arguments: [
    (RestartPolicy.no, 1, true), (.always, 0, false), (.unlessStopped, 1, true), (.onFailure, 1, false),
    (.onFailure, 0, true),
  ])
  func `a container that the engine would start again is dormant`(restart: RestartPolicy, code: Int, goes: Bool) throws
  {
    let container = Container.sample(1, code: code, restart: restart)
    let plan = plan([try .sample(.containers, ["status=exited"])], [container])
    #expect(plan?.steps.count == (goes ? 1 : 0))
    if !goes { #expect(plan?.kept.map(\.reason) == [.dormant(restart)]) }
    // A policy that speaks of restart policies decides by itself.
    #expect(swept(try .sample(.containers, ["restart=\(restart.rawValue)"]), [container]) == ["c1"])
  }

  @Test func `a pod stays whole: no member is removed, and its infra container not even stopped`() throws {
    var member = Container.sample(1, name: "smtp")
    member.pod = Pod(name: "mail")
    var infra = Container.sample(2, name: "infra", state: .running)
    infra.pod = Pod(name: "mail", isInfra: true)
    var running = Container.sample(3, name: "imap", state: .running)
    running.pod = Pod(name: "mail")
    let removal = plan([try .sample(olderThan: .zero, since: .created)], [member, infra, running, .sample(4)])
    #expect(removal?.short == ["remove c4"])
    #expect(removal?.reason(for: containerID(1).description) == .partOfPod("mail"))
    var stop = try Policy.sample(olderThan: .zero, since: .created)
    stop.action = .stop
    let stopping = plan([stop], [member, infra, running])
    #expect(stopping?.short == ["stop imap"])
    #expect(stopping?.reason(for: containerID(2).description) == .partOfPod("mail"))
  }

  @Test func `what has no tries left, or is dead, no engine starts again`() throws {
    var spent = Container.sample(1, code: 1, restart: .onFailure)
    guard case .known(var details) = spent.details else { return #expect(Bool(false)) }
    details.hasNoTriesLeft = true
    spent.details = .known(details)
    let dead = Container.sample(2, state: .dead, restart: .always)
    #expect(swept(try .sample(.containers, ["status=exited"]), [spent, dead]).sorted() == ["c1", "c2"])
  }

  @Test(arguments: [
    ("status=exited", ["ran"]), ("status=created", ["never"]), ("status=dead", ["never", "ran"]),
    ("status=removing", []), ("status=running", []),
  ])
  func `a container whose removal failed is selected as what it was before`(_ filter: String, _ expected: [String])
    throws
  {
    let ran = Container.sample(1, name: "ran", state: .dead)
    var never = Container.sample(2, name: "never", state: .dead)
    never.details = .known(ContainerDetails(created: ago(days(9)), restart: .no))
    let policy = try Policy.sample(.containers, [filter])
    #expect(swept(policy, [ran, never]).sorted() == expected)
    // A list that calls it `removing` does not settle it: an inspection does.
    var listed = Container.sample(3, state: .removing)
    listed.details = .notAsked
    var wanted = Wanted()
    if filter != "status=running" { wanted.containerDetails = [listed.id] }
    let next = Planner([policy]).next(Inventory(containers: [listed]), Memory(), now: now)
    guard filter != "status=running" else { return #expect(next == .plan(Plan(steps: []))) }
    guard case .needs(let asked) = next else { return #expect(Bool(false), "\(next)") }
    #expect(asked.containerDetails == wanted.containerDetails)
    #expect(swept(policy, [Container.sample(3, state: .removing)]).isEmpty, "it is on its way out")
  }

  @Test func `S11 a restart policy that is unknown keeps`() throws {
    let plan = plan([try .sample(.containers, ["status=exited"])], [.sample(1, restart: nil)])
    #expect(plan?.kept.map(\.reason) == [.unknown(.restartPolicy)])
  }

  @Test(arguments: [
    ("older", 86_401.0, true), ("exactly as old", 86_400, false), ("younger", 86_399, false),
    ("of the future", -5, false),
  ])
  func `an age counts from the end`(what: String, seconds: Double, goes: Bool) throws {
    let container = Container.sample(1, finished: .seconds(seconds), created: days(300))
    #expect(swept(try .sample(olderThan: days(1)), [container]).count == (goes ? 1 : 0), "\(what)")
  }

  @Test func `S11 an age that is unknown keeps`() throws {
    let never = Container.sample(1, state: .created)
    let plan = plan([try .sample(olderThan: days(1))], [never, .sample(2, finished: nil)])
    #expect(plan?.kept.map(\.reason) == [.ageUnknown(.finished), .ageUnknown(.finished)])
    #expect(swept(try .sample(olderThan: days(1), since: .created), [never]) == ["c1"])
  }

  @Test func `S2 what is protected stays, whatever a policy says`() throws {
    let protect = Protection(
      labels: [LabelMatch("keep"), LabelMatch("tier=db")], containers: [Glob("prod*")].compactMap { $0 })
    let containers = [
      Container.sample(1, labels: ["keep": ""]), .sample(2, labels: ["keep": "yes"]),
      .sample(3, labels: ["tier": "db"]),
      .sample(4, name: "prod/x"), .sample(5, labels: ["keep": "false"]), .sample(6, labels: ["tier": "web"]),
      .sample(7, labels: ["keep": "FALSE"]),
    ]
    let plan = plan([try .sample(.containers, ["status=exited"])], containers, protect: protect)
    #expect(Set(plan?.steps.map(\.objectName) ?? []) == ["c5", "c6", "c7"])
    #expect(plan?.kept.count == 4)
  }

  @Test func `S12 janitor's own container, Swarm's and Kubernetes' stay unless a policy names them`() throws {
    let swarm = Container.sample(2, labels: ["com.docker.swarm.task.id": "t"])
    let kube = Container.sample(3, labels: ["io.kubernetes.pod.uid": "u"])
    let compose = Container.sample(4, labels: ["com.docker.compose.project": "p"])
    let all = [Container.sample(1), swarm, kube, compose]
    let general = plan([try .sample(.containers, ["status=exited"])], all, own: OwnContainer(ids: [containerID(1)]))
    #expect(general?.steps.map(\.objectName) == ["c4"])
    #expect(general?.reason(for: containerID(1).description) == .janitorItself)
    #expect(general?.reason(for: swarm.id.description) == .managed(by: .swarm))
    #expect(swept(try .sample(.containers, ["is-task=true"]), all) == ["c2"])
    #expect(swept(try .sample(.containers, ["label=io.kubernetes.pod.uid"]), all) == ["c3"])
    #expect(Set(swept(try .sample(.containers, ["managed=true"]), all)) == ["c2", "c3", "c4"])
    #expect(swept(try .sample(.containers, ["managed=false"]), all) == ["c1"])
  }

  @Test(arguments: [
    (["status=exited", "status=created"], ["a", "b", "d"]), (["exited=0"], ["a"]),
    (["exited=0", "exited=1"], ["a", "b"]),
    (["label=x"], ["a", "b"]), (["label=x", "label=y"], ["b"]), (["label=x=1"], ["a"]), (["label!=x"], ["d"]),
    (["label!=x", "label!=z"], []), (["name=^a$"], ["a"]), (["name=^/a$"], ["a"]), (["name=a", "name=b"], ["a", "b"]),
    (["status=exited", "label=y"], ["b"]), (["id=000000000001"], ["a"]), (["id=0000"], []), (["id=f"], []),
    (["before=b"], ["a"]), (["since=b"], ["d"]),
    (["before=nobody"], []), (["ancestor=base"], ["a"]), (["ancestor=nothing"], []), (["until=12h"], ["a", "b", "d"]),
    (["until=30d"], []), (["volume=data"], ["a"]), (["volume=/data"], ["a"]), (["network=net"], ["b"]),
    (["publish=80", "expose=443"], ["a", "b"]), (["expose=443"], ["b"]), (["publish=443"], []),
  ])
  func `filters combine as Docker's do`(filters: [String], expected: [String]) throws {
    var a = Container.sample(1, name: "a", created: days(3), image: 11, labels: ["x": "1"])
    a.mounts = [Mount(type: "volume", name: "data", destination: "/data")]
    a.ports = [Port(inside: 8080, published: 80, proto: "tcp")]
    var b = Container.sample(2, name: "b", code: 1, created: days(2), labels: ["x": "2", "y": ""])
    b.networks = ["net": "n1"]
    b.ports = [Port(inside: 443, proto: "tcp")]
    let d = Container.sample(3, name: "d", state: .created, created: days(1), labels: ["z": ""])
    let images = [Image.sample(10, tags: ["base:latest"]), .sample(11, parent: 10)]
    let found = plan([try .sample(.containers, filters)], [d, b, a], images)?.steps.map(\.objectName)
    #expect(found.map(Set.init) == Set(expected))
    // An exception spares just what a filter would take.
    let rest = plan([try .sample(.containers, except: filters, olderThan: .zero, since: .created)], [d, b, a], images)
    if filters.count == 1, filters != ["before=nobody"] {
      #expect(rest.map { Set($0.steps.map(\.objectName)) } == Set(["a", "b", "d"]).subtracting(expected))
    }
  }

  @Test func `S11 a filter that cannot be judged matches nothing, and spares as an exception`() throws {
    var vague = Container.sample(1)
    vague.exitCode = nil
    vague.details = .known(ContainerDetails(started: ago(days(5)), finished: ago(days(4)), restart: .no))
    #expect(swept(try .sample(.containers, ["exited=0"]), [vague]) == [])
    #expect(swept(try .sample(.containers, ["status=exited"], except: ["exited=1"]), [vague]) == [])
    #expect(swept(try .sample(.containers, ["status=exited"], except: ["since=nobody"]), [vague]) == [])
    #expect(swept(try .sample(.containers, ["status=exited"]), [vague]) == ["c1"])
  }

  @Test func `only what passed every cheap test is inspected, and only what goes is measured`() throws {
    var (young, running, old) = (
      Container.sample(1, finished: days(1), created: days(1)), Container.sample(2, state: .running),
      Container.sample(3)
    )
    for keyPath in [\Container.details] {
      young[keyPath: keyPath] = .notAsked
      running[keyPath: keyPath] = .notAsked
      old[keyPath: keyPath] = .notAsked
    }
    old.size = .notAsked
    let planner = Planner([try .sample(.containers, ["status=exited"], olderThan: days(7))])
    guard case .needs(let wanted) = planner.next(Inventory(containers: [young, running, old]), Memory(), now: now)
    else {
      return #expect(Bool(false), "a plan without facts")
    }
    #expect(wanted.containerDetails == [old.id])
    #expect(wanted.containerSizes == [])
    old.details = Container.sample(3).details
    guard case .needs(let more) = planner.next(Inventory(containers: [young, running, old]), Memory(), now: now) else {
      return #expect(Bool(false), "a plan without sizes")
    }
    #expect(more.containerSizes == [old.id])
    // What the engine cannot tell keeps, and does not hold the others up.
    old.details = .unavailable
    #expect(planner.plan(Inventory(containers: [old]))?.steps == [])
  }

  @Test func `keep-last keeps the newest of each group, and what ties with one of them`() throws {
    func container(_ number: Int, _ job: String?, _ age: Double) -> Container {
      .sample(number, finished: days(age), created: days(age), labels: job.map { ["job": $0] } ?? [:])
    }
    let containers = [
      container(1, "a", 1), container(2, "a", 2), container(3, "a", 3), container(4, "b", 9), container(5, nil, 9),
      container(7, "c", 5), container(6, "c", 5),
    ]
    let perJob = try Policy.sample(keepLast: KeepLast(count: 1, per: .label("job")))
    let plan = plan([perJob], containers)
    #expect(Set(plan?.steps.map(\.objectName) ?? []) == ["c2", "c3"])
    // One instant in every respect.
    #expect(plan?.reason(for: containerID(7).description) == .newest(Rank(place: 1, kept: 1, group: "c")))
    #expect(plan?.reason(for: containerID(5).description) == .ungrouped(.label("job")))
    #expect(plan?.steps.first { $0.objectName == "c3" }?.reason.beyond == Rank(place: 3, kept: 1, group: "a"))
    #expect(Set(swept(try .sample(keepLast: KeepLast(count: 5)), containers)).count == 2)
    #expect(swept(try .sample(olderThan: days(30), keepLast: KeepLast(count: 1)), containers) == [])
  }

  @Test func `the first policy that takes a container has it, and one that is off has none`() throws {
    let first = try Policy.sample(.containers, ["exited=0"], name: "first")
    let second = try Policy.sample(.containers, ["status=exited"], name: "second")
    var off = try Policy.sample(.containers, ["status=created"], name: "off")
    off.isEnabled = false
    let containers = [Container.sample(1), .sample(2, code: 1), .sample(3, state: .created)]
    let plan = plan([first, second, off], containers)
    #expect(plan?.steps.map { "\($0.policy) \($0.objectName)" } == ["first c1", "second c2"])
  }

  @Test func `keep-last counts per Compose service or per network, newest by the stated clock`() throws {
    func container(_ number: Int, _ service: String?, _ networks: [String], finished: Double, created: Double)
      -> Container
    {
      var labels: [String: String] = [:]
      if let service {
        labels = ["com.docker.compose.project": "shop", "com.docker.compose.service": service]
      }
      var container = Container.sample(number, finished: days(finished), created: days(created), labels: labels)
      container.networks = Dictionary(uniqueKeysWithValues: networks.map { ($0, "") })
      return container
    }
    let world = [
      container(1, "web", ["front"], finished: 1, created: 9),
      container(2, "web", ["front", "back"], finished: 3, created: 7),
      container(3, "web", ["back"], finished: 2, created: 8), container(4, "db", [], finished: 30, created: 30),
      container(5, nil, ["front"], finished: 40, created: 40),
    ]
    func kept(_ grouping: Grouping, since: AgeOrigin) throws -> [String]? {
      let policy = try Policy.sample(since: since, keepLast: KeepLast(count: 1, per: grouping))
      return plan([policy], world)?.short
    }
    #expect(try kept(.composeService, since: .finished) == ["remove c3", "remove c2"])
    #expect(try kept(.composeService, since: .created) == ["remove c1", "remove c3"])
    #expect(try kept(.network, since: .finished) == ["remove c5", "remove c2"])
    #expect(try kept(.network, since: .created) == ["remove c5", "remove c1", "remove c3"])
    let service = try Policy.sample(keepLast: KeepLast(count: 1, per: .composeService))
    #expect(plan([service], world)?.reason(for: containerID(5).description) == .ungrouped(.composeService))
    #expect(
      plan([service], world)?.reason(for: containerID(4).description)
        == .newest(Rank(place: 1, kept: 1, group: "shop/db")))
  }

  /// podman-compose writes the name of a unit on all its containers, whether there is one or not.
  @Test func `what podman-compose made is Compose's`() throws {
    let labels = ["PODMAN_SYSTEMD_UNIT": "podman-compose@x.service", "com.docker.compose.project": "x"]
    let world = [Container.sample(1, labels: labels)]
    #expect(plan([try .sample(.containers, ["status=exited"])], world)?.steps.count == 1)
  }

  @Test(arguments: [
    (["io.x-k8s.kind.cluster": "c"], "c1", Manager.kind), ([:], "buildx_buildkit_builder0", .buildx),
    (["PODMAN_SYSTEMD_UNIT": "x.service"], "c1", .systemd), (["devcontainer.local_folder": "/x"], "c1", .devcontainers),
    (["com.gitlab.gitlab-runner.type": "cache"], "c1", .gitlabRunner),
    // Made by Compose, and not Compose's to give away.
    (["devcontainer.local_folder": "/x", "com.docker.compose.project": "p"], "c1", .devcontainers),
  ])
  func `S12 what others look after stays unless a policy names it`(
    _ labels: [String: String], _ name: String, _ manager: Manager
  ) throws {
    let world = [Container.sample(1, name: name, labels: labels)]
    let plain = plan([try .sample(.containers, ["status=exited"])], world)
    #expect(plain?.reason(for: containerID(1).description) == .managed(by: manager))
    let naming = labels.keys.max().map { "label=\($0)" } ?? "name=buildx_buildkit_"
    #expect(plan([try .sample(.containers, [naming])], world)?.steps.count == 1)
    #expect(plan([try .sample(.containers, ["managed=true"])], world)?.steps.count == 1)
    #expect(plan([try .sample(.containers, ["managed=false"])], world)?.steps.isEmpty == true)
  }
}
