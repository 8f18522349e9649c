import Testing
import Worlds

@testable import Policies

/// How plans of states and policies that differ in one thing stand to each other.
@MainActor @Suite struct RelationTests {
  @Test(arguments: Property.parts)
  func `each policy says one thing of each object that it selects: it goes or it stays`(_ part: Int) {
    Property(salt: 21).hold(part, chances: 2500) { scenario, _ in
      var finding = Finding()
      let plan = scenario.plan()
      var sweptBefore: Set<String> = []
      for policy in scenario.policies where policy.isEnabled {
        let kept = plan.kept.filter { $0.policy == policy.name }
        let swept = Set(plan.steps.filter { $0.policy == policy.name }.map(\.objectID))
        finding.expect(Set(kept.map(\.id)).count == kept.count, "\(policy.name) keeps one object twice")
        finding.expect(swept.isDisjoint(with: kept.map(\.id)), "\(policy.name) keeps and takes one object")
        for (id, selection) in scenario.selection(of: policy) {
          let isJudged = swept.contains(id) || kept.contains { $0.id == id }
          // What an earlier policy took, or wanted and could not take, is no longer asked about.
          let isDecided =
            sweptBefore.contains(id) || plan.kept.contains { $0.id == id && $0.reason.isAfterthought }
          finding.expect(
            selection == .no ? !isJudged : isJudged || isDecided, "\(policy.name) on \(id): \(selection), \(isJudged)")
        }
        sweptBefore.formUnion(swept)
      }
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `the order of lists, of filters and of policies about different things does not matter`(_ part: Int) {
    Property(salt: 22).hold(part, chances: 120) { scenario, random in
      var finding = Finding()
      let plan = scenario.plan()
      var shuffled = scenario
      shuffled.inventory.containers.shuffle(using: &random)
      shuffled.inventory.images.shuffle(using: &random)
      shuffled.inventory.volumes.shuffle(using: &random)
      shuffled.inventory.networks.shuffle(using: &random)
      shuffled.inventory.cache = .known((scenario.inventory.cache.value ?? []).shuffled(using: &random))
      finding.expect(
        shuffled.plan().decisions == plan.decisions, "lists in another order: \(shuffled.plan().short)",
        isChance: !plan.steps.isEmpty)

      var sorted = scenario
      sorted.policies = Target.allCases.shuffled(using: &random).flatMap { target in
        scenario.policies.filter { $0.target == target }
      }
      for index in sorted.policies.indices {
        let policy = sorted.policies[index]
        sorted.policies[index].filters = FilterSet(policy.filters.all.shuffled(using: &random))
        sorted.policies[index].exceptions.shuffle(using: &random)
      }
      finding.expect(
        sorted.plan().decisions == plan.decisions, "policies in another order: \(sorted.plan().short)",
        isChance: !plan.steps.isEmpty)
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `a policy that means the same as another changes nothing, before it or after it`(_ part: Int) {
    Property(salt: 23).hold(part, chances: 120) { scenario, random in
      var finding = Finding()
      guard let place = scenario.policies.indices.randomElement(using: &random) else { return finding }
      for shift in 0...1 {
        var doubled = scenario
        var twin = scenario.policies[place]
        twin.name = "twin"
        doubled.policies.insert(twin, at: place + shift)
        finding.expect(
          doubled.plan().deeds == scenario.plan().deeds, "with a twin at \(place + shift): \(doubled.plan().short)",
          isChance: !doubled.plan().steps.isEmpty)
      }
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S2 more protection never sweeps more`(_ part: Int) {
    Property(salt: 24).hold(part, chances: 60) { scenario, random in
      var finding = Finding()
      var guarded = scenario
      switch random.number(0...3) {
      case 0: guarded.protection.labels.append(LabelMatch("job"))
      case 1: guarded.protection.containers += ["c?", "job*"].compactMap(Glob.init)
      case 2: guarded.protection.images += ["r0:*", "team/*"].compactMap(Glob.init)
      default: guarded.protection.volumes += ["data*", "0*"].compactMap(Glob.init)
      }
      finding.expect(
        guarded.plan().everythingGone.isSubset(of: scenario.plan().everythingGone), "guarded: \(guarded.plan().short)",
        isChance: !scenario.plan().steps.isEmpty)
      return finding
    }
  }

  /// What a policy leaves is there for the next one to choose from. Where that one counts how many it keeps, or how large all
  /// is together, it may take another object instead; so here no other policy does.
  @Test(arguments: Property.parts)
  func `a longer older-than never sweeps more`(_ part: Int) {
    Property(salt: 25).hold(part, chances: 60) { scenario, random in
      var finding = Finding()
      guard let place = scenario.policies.indices.randomElement(using: &random) else { return finding }
      var base = scenario
      for index in base.policies.indices {
        base.policies[index].trigger.pressure = nil
        if index != place { base.policies[index].keepLast = nil }
      }
      var patient = base
      patient.policies[place].olderThan = (base.policies[place].olderThan ?? .zero) + days(Double(random.number(0...8)))
      finding.expect(
        patient.plan().everythingGone.isSubset(of: base.plan().everythingGone), "patient: \(patient.plan().short)",
        isChance: !base.plan().steps.isEmpty)
      return finding
    }
  }

  /// A second run finds what the first one left; a policy may be about just that, so it may have something to do with what
  /// the first one stopped or set free, and only with that. Before long nothing is left to do.
  @Test(arguments: Property.parts)
  func `once a plan is carried out there is nothing left to do, but with what it set free`(_ part: Int) {
    Property(salt: 26).hold(part, chances: 70) { scenario, _ in
      var finding = Finding()
      var scenario = scenario
      for round in 1...8 {
        let plan = scenario.plan()
        if plan.steps.isEmpty { return finding }
        var model = EngineModel(scenario.inventory)
        _ = model.carryOut(plan)
        let freed = scenario.freed(by: plan)
        scenario.look(at: model)
        for step in scenario.plan().steps {
          // What was set free may itself be among the newest, and so push another out.
          let isPushed = step.reason.beyond != nil && !freed.isEmpty
          finding.expect(
            isPushed || freed.contains(step.objectID),
            "\(step.policy) \(step.verb) \(step.objectName) comes up in round \(round + 1)")
        }
        finding.chances += 1
      }
      finding.expect(false, "there is no end to it")
      return finding
    }
  }
}

extension Plan {
  /// What it does to what, whichever policy it is by.
  fileprivate var deeds: Set<String> { Set(steps.map { "\($0.verb) \($0.target) \($0.objectID)" }) }

  /// What it touches, and what goes along.
  fileprivate var everythingGone: Set<String> {
    var gone = touched
    for step in steps where step.verb == .remove {
      switch step.subject {
      case .container(let subject): gone.formUnion(subject.volumes.map { "volumes \($0.name)" })
      case .image(let subject): gone.formUnion(subject.cascade.map { "images \($0)" })
      case .volume, .network, .cache: break
      }
    }
    return gone
  }
}

extension KeepReason {
  /// Whether it shows only once all policies have chosen.
  fileprivate var isAfterthought: Bool {
    switch self {
    case .hasChildren, .holdsCache, .withinLimit, .needed, .unknown(.ties): true
    default: false
    }
  }
}

extension Scenario {
  /// What the filters of a policy say of each object of its target.
  fileprivate func selection(of policy: Policy) -> [String: Truth] {
    func judge<Object: Sweepable>(_ objects: [Object], _ judge: some FilterJudge<Object>) -> [String: Truth] {
      let test = judge.test(policy.filters)
      return Dictionary(objects.map { ($0.id.description, test($0)) }, uniquingKeysWith: { first, _ in first })
    }
    let index = ImageIndex(inventory.images)
    let users = Users(inventory.containers)
    switch policy.target {
    case .containers: return judge(inventory.containers, ContainerFilters(inventory.containers, index, now: now))
    case .images: return judge(inventory.images, ImageFilters(index, now: now))
    case .volumes: return judge(inventory.volumes, VolumeFilters(users: users))
    case .networks: return judge(inventory.networks, NetworkFilters(users: users, now: now))
    case .buildCache: return judge(inventory.cache.value ?? [], CacheFilters(now: now))
    }
  }

  /// All that a record was built on, directly or not.
  private func ancestors(of record: CacheRecord) -> Set<CacheID> {
    record.parents.reduce(into: Set(record.parents)) { found, parent in
      guard let parent = inventory.cache.value?.first(where: { $0.id == parent }) else { return }
      found.formUnion(ancestors(of: parent))
    }
  }

  /// What a plan stops, or takes the last user, child or project off.
  fileprivate func freed(by plan: Plan) -> Set<String> {
    var freed: Set<String> = []
    var projects: Set<String> = []
    // What a container needed that was removed, or was stopped and goes next.
    if plan.steps.contains(where: { $0.target == .containers }) {
      for kept in plan.kept where kept.target == .containers && kept.reason.isAfterthought { freed.insert(kept.id) }
    }
    for step in plan.steps {
      switch step.subject {
      case .container(let subject):
        freed.insert(subject.id.description)
        freed.formUnion(subject.container.networks.keys)
        freed.formUnion(subject.container.networks.values)
        if let project = subject.container.labels["com.docker.compose.project"] { projects.insert(project) }
      case .image(let subject):
        if let parent = subject.image.parent { freed.insert(parent.description) }
        freed.formUnion(subject.cascade.map(\.description))
      case .cache(let record): freed.formUnion(ancestors(of: record).map(\.description))
      case .volume, .network: break
      }
    }
    for network in inventory.networks
    where freed.contains(network.name) || network.labels["com.docker.compose.project"].map(projects.contains) ?? false {
      freed.insert(network.id.description)
    }
    for volume in inventory.volumes
    where volume.labels["com.docker.compose.project"].map(projects.contains) ?? false {
      freed.insert(volume.name.description)
    }
    return freed
  }
}
