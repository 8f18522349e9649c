import Testing
import Worlds

@testable import Policies

/// The promises that a plan and a model of an engine can show, over random states and random policies.
@MainActor @Suite struct PromiseTests {
  /// Said once, whether anything fails or not.
  private static let announced: Void = print("scenarios follow from JANITOR_TEST_SEED=\(SplitMix.seed)")

  init() { Self.announced }

  @Test(arguments: Property.parts)
  func `S1 the same state gives the same plan, whoever asks for it and however little they know`(_ part: Int) {
    Property(salt: 1).hold(part, chances: 120) { scenario, _ in
      var finding = Finding()
      let plan = scenario.plan()
      finding.expect(scenario.plan() == plan, "the second plan is another", isChance: !plan.steps.isEmpty)
      let lazy = scenario.lazyPlan()
      finding.expect(
        lazy.fingerprint(engine: "e") == plan.fingerprint(engine: "e"), "who asks gets \(lazy.short)",
        isChance: !plan.steps.isEmpty)
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S1 carried out, a plan does all of what it says and nothing else`(_ part: Int) {
    Property(salt: 2).hold(part, chances: 120) { scenario, _ in
      var finding = Finding()
      let plan = scenario.plan()
      var model = EngineModel(scenario.inventory)
      let deeds = model.carryOut(plan)
      for (step, deed) in zip(plan.steps, deeds) {
        finding.expect(deed == .done, "\(step.verb) \(step.objectName) ended \(deed)")
      }
      let expected = plan.consequences(on: EngineModel(scenario.inventory))
      finding.expect(model.containers.keys == expected.containers.keys, "other containers went", isChance: false)
      finding.expect(
        model.containers.mapValues(\.state) == expected.containers.mapValues(\.state), "others stopped", isChance: false
      )
      finding.expect(model.images == expected.images, "other images or tags went", isChance: false)
      finding.expect(model.volumes == expected.volumes, "other volumes went", isChance: false)
      finding.expect(model.networks == expected.networks, "other networks went", isChance: false)
      finding.expect(model.cache == expected.cache, "other build cache went", isChance: false)
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S2 what is protected stays as it is`(_ part: Int) {
    Property(salt: 3).hold(part, chances: 200) { scenario, _ in
      var finding = Finding()
      let plan = scenario.plan()
      var model = EngineModel(scenario.inventory)
      _ = model.carryOut(plan)
      let rules = scenario.protection
      func isKept(_ labels: [String: String]) -> Bool {
        !rules.labels.isEmpty && labels["keep"].map { $0 != "false" } ?? false
      }
      for container in scenario.inventory.containers
      where isKept(container.labels)
        || !rules.containers.isEmpty && container.names.contains(where: { $0.hasPrefix("prod-") })
      {
        finding.expect(model.containers[container.id] == container, "container \(container.displayName)")
      }
      for image in scenario.inventory.images
      where isKept(image.labels) || !rules.images.isEmpty && image.tags.contains(where: { $0.hasPrefix("r2:") }) {
        finding.expect(model.images[image.id] == image, "image \(image.displayName)")
      }
      for volume in scenario.inventory.volumes
      where isKept(volume.labels) || !rules.volumes.isEmpty && volume.name.description.hasPrefix("db-") {
        finding.expect(model.volumes[volume.name] == volume, "volume \(volume.name)")
      }
      for network in scenario.inventory.networks
      where isKept(network.labels) || !rules.networks.isEmpty && network.name.hasPrefix("shared") {
        finding.expect(model.networks[network.id] == network, "network \(network.name)")
      }
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S3 what runs or is paused is only stopped, and only by a policy that stops`(_ part: Int) {
    Property(salt: 4).hold(part, chances: 20) { scenario, _ in
      var finding = Finding()
      for step in scenario.plan().steps {
        guard case .container(let subject) = step.subject else { continue }
        let policy = scenario.policies.first { $0.name == step.policy }
        switch step.verb {
        case .stop: finding.expect(policy?.action == .stop, "\(step.policy) stops \(step.objectName)")
        case .remove, .untag:
          finding.expect(
            [.exited, .created, .dead].contains(subject.container.state) && policy?.action == .remove,
            "\(step.policy) removes \(step.objectName), which is \(subject.container.state)")
        }
      }
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S4 what any container uses is not removed, nor what it may use`(_ part: Int) {
    Property(salt: 5).hold(part, chances: 40) { scenario, _ in
      var finding = Finding()
      let plan = scenario.plan()
      let gone = plan.removed
      let staying = scenario.inventory.containers.filter { !gone.contains($0.id.description) }
      for step in plan.steps {
        guard case .image(let subject) = step.subject else { continue }
        for id in [subject.id] + subject.cascade {
          finding.expect(!staying.contains { $0.image == id }, "\(step.verb) \(step.objectName) takes what is in use")
        }
        finding.expect(!staying.contains { $0.image == nil }, "a container uses an image that nobody knows")
      }
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S5 a volume goes only by who names volumes, a named one only where that is said`(_ part: Int) {
    Property(salt: 6).hold(part, chances: 30) { scenario, _ in
      var finding = Finding()
      let plan = scenario.plan()
      var model = EngineModel(scenario.inventory)
      _ = model.carryOut(plan)
      let users = Users(scenario.inventory.containers)
      for volume in scenario.inventory.volumes where model.volumes[volume.name] == nil {
        let by = plan.steps.first { $0.takes(volume.name) }
        let policy = scenario.policies.first { $0.name == by?.policy }
        finding.expect(by != nil, "\(volume.name) went, and no step says so")
        finding.expect(
          policy?.target == .volumes || policy?.takesVolumes == true, "\(volume.name) went by who does not name volumes"
        )
        finding.expect(volume.isAnonymous == true || policy?.takesNamed == true, "\(volume.name) has a name")
        let others = (users.volumes[volume.name] ?? []).filter { $0.description != by?.objectID }
        finding.expect(others.isEmpty, "\(volume.name) is used by \(others)")
        guard policy?.target == .volumes else { continue }
        let since = scenario.memory.volumes[volume.name]?.firstUnused
        finding.expect(since.map { $0 < now } ?? false, "\(volume.name) was never seen unused before")
      }
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S8 the brake stops just what is too much`(_ part: Int) {
    Property(salt: 7).hold(part, chances: 60) { scenario, _ in
      var finding = Finding()
      let plan = scenario.plan()
      let world = scenario.inventory
      let counts: [Target: Int] = [
        .containers: world.containers.count, .images: world.images.count, .volumes: world.volumes.count,
        .networks: world.networks.count, .buildCache: world.cache.value?.count ?? 0,
      ]
      let large = counts.filter { $0.value >= 10 }.map { target, all in
        (removed: Double(plan.steps.count { $0.target == target && $0.verb == .remove }), all: Double(all))
      }
      // The least that allows all of it.
      var share = large.map { $0.removed / $0.all }.max()
      while let least = share, large.contains(where: { $0.removed > $0.all * least }) { share = least.nextUp }
      func trips(_ steps: Int, _ share: Double) -> Bool {
        var braked = scenario
        braked.brake = Brake(steps: steps, share: share)
        return braked.plan().brake != nil
      }
      let count = plan.steps.count
      finding.expect(!trips(count, share ?? 0.01), "it stops what it allows", isChance: false)
      if count > 0 { finding.expect(trips(count - 1, 1), "it lets one step too many pass") }
      if let share, share > 0 { finding.expect(trips(count, share * 0.999), "it lets too large a share pass") }
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S11 a fact that is missing sweeps nothing, and to know less never sweeps more`(_ part: Int) {
    Property(salt: 8).hold(part, chances: 200) { scenario, random in
      var finding = Finding()
      for step in scenario.plan().steps {
        if case .container(let subject) = step.subject, case .other(let state) = subject.container.state {
          finding.expect(false, "\(step.objectName) is \(state)")
        }
        let policy = scenario.policies.first { $0.name == step.policy }
        let needsAge = policy?.olderThan != nil || policy?.target == .volumes || policy?.keepLast != nil
        finding.expect(!needsAge || step.reason.elapsed != nil, "\(step.objectName) has no age")
      }
      // Who comes after whom can hang on the date that a tie is broken by; it is left as it is here.
      var simple = scenario
      simple.policies = scenario.policies.filter { $0.keepLast == nil && $0.trigger.pressure == nil }
      var less = simple
      less.forget(&random)
      finding.expect(
        less.plan().touched.isSubset(of: simple.plan().touched), "who knows less takes \(less.plan().short)",
        isChance: !simple.plan().steps.isEmpty)
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S12 neither janitor's own container nor what others manage is touched, unless it is named`(_ part: Int) {
    Property(salt: 9).hold(part, chances: 150) { scenario, _ in
      var finding = Finding()
      let marks = [
        "com.docker.swarm.": "com.docker.swarm.task.id", "io.kubernetes.": "io.kubernetes.pod.uid",
        "io.x-k8s.kind.": "io.x-k8s.kind.cluster", "PODMAN_SYSTEMD_UNIT": "PODMAN_SYSTEMD_UNIT",
      ]
      for step in scenario.plan().steps {
        finding.expect(step.objectID != scenario.own?.description, "\(step.verb) of janitor's own container")
        guard let policy = scenario.policies.first(where: { $0.name == step.policy }) else { continue }
        let words = policy.filters.all.map(\.text)
        guard !words.contains("managed=true"), !words.contains("is-task=true") else { continue }
        for (mark, label) in marks where step.labels[label] != nil {
          finding.expect(
            words.contains { $0.hasPrefix("label=\(mark)") }, "\(step.policy) takes \(step.objectName): \(label)")
        }
      }
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S13 only how old things are by the given clock counts, not what the clock says`(_ part: Int) {
    Property(salt: 10).hold(part, chances: 120) { scenario, random in
      var finding = Finding()
      let shift = days(Double(random.number(-400...400)))
      let later = scenario.shifted(by: shift)
      let plan = scenario.plan()
      finding.expect(
        later.plan().decisions == plan.decisions, "\(shift) later it is another plan",
        isChance: !plan.steps.isEmpty)
      for step in plan.steps {
        guard let limit = step.reason.limit, let elapsed = step.reason.elapsed else { continue }
        finding.expect(elapsed > limit, "\(step.objectName) is \(elapsed) old, and the limit is \(limit)")
      }
      return finding
    }
  }

  @Test(arguments: Property.parts)
  func `S15 each object goes by its own step, by whole ID, and never needs force`(_ part: Int) {
    Property(salt: 11).hold(part, chances: 700) { scenario, _ in
      var finding = Finding()
      let plan = scenario.plan()
      var model = EngineModel(scenario.inventory)
      let ids = model.ids
      for (step, deed) in zip(plan.steps, model.carryOut(plan)) {
        finding.expect(ids.contains(step.objectID), "\(step.objectID) is no whole ID")
        if case .refused(let message) = deed { finding.expect(false, "\(step.verb) \(step.objectName): \(message)") }
      }
      let whole = plan.steps.filter { $0.verb == .remove }.map { "\($0.target) \($0.objectID)" }
      finding.expect(Set(whole).count == whole.count, "one object has two steps")
      finding.expect(plan.steps.map(\.number) == Array(0..<plan.steps.count).map { $0 + 1 }, "steps are misnumbered")
      finding.expect(plan.steps.map(\.stage) == plan.steps.map(\.stage).sorted(), "stages are out of order")
      return finding
    }
  }
}
