import Policies
import Testing

/// What holds for every world and every policy.
@Suite struct PropertyTests {
  private static let rounds: Range<UInt64> = 0..<1500

  private func world(_ random: inout SplitMix) -> Inventory {
    var images: [Image] = []
    for number in 1...Int.random(in: 1...8, using: &random) {
      let parent = Int.random(in: 0...4, using: &random) == 0 ? images.randomElement(using: &random) : nil
      let tags = (0..<Int.random(in: 0...2, using: &random)).map {
        "r\(Int.random(in: 0...2, using: &random)):\(number)-\($0)"
      }
      var image = Image.sample(
        number, tags: tags, created: days(Double(Int.random(in: 0...20, using: &random))),
        labels: labels(&random), layers: [number, 1])
      image.parent = parent?.id
      images.append(image)
    }
    let containers = (100..<100 + Int.random(in: 0...8, using: &random)).map { number in
      Container.sample(
        number, state: ContainerState.known.randomElement(using: &random) ?? .exited,
        code: Int.random(in: 0...1, using: &random),
        finished: Int.random(in: 0...5, using: &random) == 0
          ? nil : days(Double(Int.random(in: 0...20, using: &random))),
        created: days(Double(Int.random(in: 0...30, using: &random))),
        restart: RestartPolicy.allCases.randomElement(using: &random),
        image: Int.random(in: 1...10, using: &random), labels: labels(&random))
    }
    return Inventory(containers: containers, images: images)
  }

  private func labels(_ random: inout SplitMix) -> [String: String] {
    let all = ["keep": "", "job": "1", "com.docker.swarm.task.id": "t", "com.docker.compose.project": "p"]
    return all.filter { _ in Int.random(in: 0...5, using: &random) == 0 }
  }

  private func policies(_ random: inout SplitMix) throws -> [Policy] {
    try (0..<Int.random(in: 1...3, using: &random)).map { index in
      let target: Target = Bool.random(using: &random) ? .containers : .images
      let filters =
        target == .containers
        ? ["status=exited", "status=created", "exited=1", "label=job", "managed=false", "restart=no", "label!=job"]
        : ["dangling=true", "dangling=false", "reference=r1", "label=job", "managed=false", "until=5d"]
      let stops = target == .containers && Bool.random(using: &random)
      return try .sample(
        target, filters.filter { _ in Int.random(in: 0...3, using: &random) == 0 }, action: stops ? .stop : .remove,
        except: filters.filter { _ in Int.random(in: 0...6, using: &random) == 0 },
        olderThan: Bool.random(using: &random) ? days(Double(Int.random(in: 0...10, using: &random))) : nil,
        since: .created, name: "p\(index)")
    }
  }

  private func swept(_ plan: Plan?) -> Set<String> {
    Set((plan?.steps ?? []).map { "\($0.verb) \($0.objectID)" })
  }

  @Test func `S2 S3 S4 S12 no plan touches what it must not`() throws {
    let protection = Protection(labels: [LabelMatch("keep")])
    for seed in Self.rounds {
      var random = SplitMix(state: seed)
      let (world, policies) = (world(&random), try policies(&random))
      let plan = try #require(JanitorPlan.plan(policies, world.containers, world.images, protect: protection))
      let removed = Set(plan.steps.filter { $0.verb == .remove }.map(\.objectID))
      for container in world.containers where removed.contains(container.id.description) {
        #expect([.exited, .created, .dead].contains(container.state), "seed \(seed)")
        #expect(container.labels["keep"] == nil && container.labels["com.docker.swarm.task.id"] == nil, "seed \(seed)")
      }
      for step in plan.steps {
        guard case .image(let subject) = step.subject else { continue }
        #expect(subject.image.labels["keep"] == nil, "seed \(seed)")
        for container in world.containers where container.image == subject.id {
          #expect(removed.contains(container.id.description), "seed \(seed)")
        }
        for gone in subject.cascade {
          #expect(world.images.first { $0.id == gone }?.labels["keep"] == nil, "seed \(seed)")
        }
      }
      #expect(plan.steps.map(\.number) == Array(1...max(1, plan.steps.count)).prefix(plan.steps.count).map { $0 })
      #expect(plan.steps.map(\.stage) == plan.steps.map(\.stage).sorted(), "seed \(seed)")
    }
  }

  @Test func `more protection and more patience never sweep more, and order does not matter`() throws {
    for seed in Self.rounds {
      var random = SplitMix(state: seed)
      let (world, policies) = (world(&random), try policies(&random))
      let base = swept(JanitorPlan.plan(policies, world.containers, world.images))
      let shuffled = Planner(policies, brake: Brake(steps: .max, share: 1)).plan(
        Inventory(
          containers: world.containers.shuffled(using: &random), images: world.images.shuffled(using: &random),
          cache: .known([])))
      #expect(shuffled?.short == JanitorPlan.plan(policies, world.containers, world.images)?.short, "seed \(seed)")

      let ids = { (set: Set<String>) in Set(set.map { $0.suffix(64) }) }
      let guarded = JanitorPlan.plan(
        policies, world.containers, world.images, protect: Protection(labels: [LabelMatch("job")]))
      #expect(ids(swept(guarded)).isSubset(of: ids(base)), "seed \(seed)")

      let patient = policies.map { policy in
        var policy = policy
        policy.olderThan = (policy.olderThan ?? .zero) + days(3)
        return policy
      }
      #expect(
        ids(swept(JanitorPlan.plan(patient, world.containers, world.images))).isSubset(of: ids(base)), "seed \(seed)")
    }
  }

  @Test func `once a plan is carried out there is nothing left to do`() throws {
    for seed in Self.rounds {
      var random = SplitMix(state: seed)
      let (world, policies) = (world(&random), try policies(&random))
      guard policies.allSatisfy({ $0.action == .remove }) else { continue }
      let plan = try #require(JanitorPlan.plan(policies, world.containers, world.images))
      var gone = Set(plan.steps.filter { $0.verb == .remove }.map(\.objectID))
      var untagged: [String: Set<String>] = [:]
      for step in plan.steps {
        guard case .image(let subject) = step.subject else { continue }
        gone.formUnion(subject.cascade.map(\.description))
        if case .untag(let tag) = step.verb { untagged[step.objectID, default: []].insert(tag) }
      }
      let containers = world.containers.filter { !gone.contains($0.id.description) }
      let images = world.images.filter { !gone.contains($0.id.description) }.map { image in
        var image = image
        image.tags.removeAll { untagged[image.id.description]?.contains($0) ?? false }
        return image
      }
      let again = try #require(JanitorPlan.plan(policies, containers, images))
      // What a removal makes dangling or childless may be another policy's next time; nothing else may come up.
      let fresh = again.steps.filter { step in
        guard case .image(let subject) = step.subject else { return true }
        return !subject.image.tags.isEmpty
      }
      #expect(
        fresh.isEmpty,
        "seed \(seed): \(plan.steps.map { "\($0.policy) \($0.verb) \($0.objectName)" }) then \(again.short)")
    }
  }
}
