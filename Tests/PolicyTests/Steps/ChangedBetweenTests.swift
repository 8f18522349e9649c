import Policies
import Testing
import Worlds

/// S6: whatever happens on the engine while a plan is carried out, what is not as it was is left alone.
@MainActor @Suite struct ChangedBetweenTests {
  @Test(arguments: Property.parts)
  func `S6 what changed since the plan is left alone, whatever changed and whenever`(_ part: Int) {
    Property(salt: 31).hold(part, chances: 180) { scenario, random in
      var finding = Finding()
      let plan = scenario.plan()
      var model = EngineModel(scenario.inventory)
      var hand = OtherHand(random: random)
      let deeds = model.carryOut(
        plan, beforeStage: { model in hand.useSomething(&model) },
        beforeStep: { model, step in hand.change(&model, step) })
      for id in hand.changed.keys { finding.expect(model.ids.contains(id), "\(id) was changed, and went") }
      for (step, deed) in zip(plan.steps, deeds) where deed == .done {
        let isEarlier = hand.changed[step.objectID].map { step.number < $0 } ?? true
        finding.expect(isEarlier, "\(step.verb) \(step.objectName) was carried out")
      }
      return finding
    }
  }
}

/// Somebody else who works on the engine at the same time.
private struct OtherHand {
  var random: SplitMix
  /// What is not as it was, by whole ID, and the first step that may know.
  private(set) var changed: [String: Int] = [:]
  private var next = 1
  private var born = 0

  init(random: SplitMix) { self.random = random }

  /// Now and then makes a container that uses some of what is there.
  mutating func useSomething(_ model: inout EngineModel) {
    guard random.happens(40) else { return }
    let world = model.inventory
    use(
      &model, image: world.images.randomElement(using: &random),
      volumes: random.some(world.volumes.filter { !$0.name.isMadeUp }, 30), networks: random.some(world.networks, 30))
  }

  private mutating func use(_ model: inout EngineModel, image: Image?, volumes: [Volume], networks: [Network]) {
    born += 1
    var container = Container.sample(
      10_000 + born, state: random.pick(.created, .exited, .running), image: nil, labels: ["born": "now"])
    container.image = image?.id ?? imageID(78)
    container.mounts = volumes.map { Mount(type: "volume", name: $0.name.description, destination: "/data") }
    for network in networks { container.networks[network.name] = network.id.description }
    model.containers[container.id] = container
    for id in [image?.id.description].compactMap({ $0 }) + volumes.map(\.name.description) { note(id) }
    for network in networks { note(network.id.description) }
  }

  private mutating func note(_ id: String) { if changed[id] == nil { changed[id] = next } }

  /// Now and then changes what the next step is about.
  mutating func change(_ model: inout EngineModel, _ step: Step) {
    next = step.number
    guard random.happens(25), model.ids.contains(step.objectID) else { return }
    switch step.subject {
    case .container(let subject): change(&model.containers[subject.id])
    case .image(let subject):
      // The engine itself refuses to remove what a new container uses; an untag it would do.
      if step.verb == .remove, random.happens(50) {
        use(&model, image: model.images[subject.id], volumes: [], networks: [])
      } else {
        model.images[subject.id]?.tags.append("new:\(step.number)")
      }
    case .volume(let volume):
      if random.happens(50) {
        use(&model, image: nil, volumes: [volume], networks: [])
      } else {
        model.volumes[volume.name]?.created = now
      }
    case .network(let network): model.networks[network.id]?.labels["new"] = ""
    case .cache(let record):
      if random.happens(50) {
        model.cache[record.id]?.isInUse = true
      } else {
        model.cache[record.id]?.lastUsed = now
      }
    }
    note(step.objectID)
  }

  private mutating func change(_ slot: inout Container?) {
    guard var container = slot, case .known(var details) = container.details else { return }
    switch random.number(0...4) {
    case 0: container.state = container.state == .running ? .paused : .running
    case 1:
      // It ran again, and is as it was.
      details.started = now
      details.finished = now
    case 2: container.names = ["renamed"]
    case 3: container.labels["new"] = ""
    default: details.restart = details.restart == .always ? .unlessStopped : .always
    }
    container.details = .known(details)
    slot = container
  }
}
