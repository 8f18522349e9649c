import Worlds

@testable import Policies

extension Plan {
  /// The whole IDs of what goes by a step of its own.
  var removed: Set<String> { Set(steps.filter { $0.verb == .remove }.map(\.objectID)) }

  /// The whole IDs of what any step is about.
  var touched: Set<String> { Set(steps.map { "\($0.target) \($0.objectID)" }) }

  /// What it does, apart from dates.
  var decisions: [String] { steps.map { "\($0.policy) \($0.verb) \($0.target) \($0.objectID) \($0.stage)" } }

  /// What is left of an engine if each step does just what it says.
  func consequences(on model: EngineModel) -> EngineModel {
    var model = model
    for step in steps {
      switch (step.subject, step.verb) {
      case (.container(let subject), .stop): model.containers[subject.id]?.state = .exited
      case (.container(let subject), _):
        model.containers[subject.id] = nil
        for volume in subject.volumes { model.volumes[volume.name] = nil }
      case (.image(let subject), .untag(let reference)): model.images[subject.id]?.drop(reference)
      case (.image(let subject), _):
        for id in [subject.id] + subject.cascade { model.images[id] = nil }
      case (.volume(let volume), _): model.volumes[volume.name] = nil
      case (.network(let network), _): model.networks[network.id] = nil
      case (.cache(let record), _): model.cache[record.id] = nil
      }
    }
    return model
  }
}

extension Image {
  /// Takes a reference off, with the digests that no tag of the same repository holds any more.
  fileprivate mutating func drop(_ reference: String) {
    tags.removeAll { $0 == reference }
    let repository = Reference(reference).repository
    if !tags.contains(where: { Reference($0).repository == repository }) {
      digests.removeAll { Reference($0).repository == repository }
    }
  }
}

extension Step {
  /// The labels of its object.
  var labels: [String: String] {
    switch subject {
    case .container(let subject): subject.container.labels
    case .image(let subject): subject.image.labels
    case .volume(let volume): volume.labels
    case .network(let network): network.labels
    case .cache: [:]
    }
  }

  /// Whether a volume goes with it.
  func takes(_ name: VolumeName) -> Bool {
    switch subject {
    case .volume(let volume): volume.name == name
    case .container(let subject): subject.volumes.contains { $0.name == name }
    case .image, .network, .cache: false
    }
  }
}

extension EngineModel {
  /// The whole IDs of all that it holds.
  var ids: Set<String> {
    Set(
      containers.keys.map(\.description) + images.keys.map(\.description) + volumes.keys.map(\.description)
        + networks.keys.map(\.description) + cache.keys.map(\.description))
  }
}

extension Scenario {
  /// Loses facts that an engine may fail to give.
  mutating func forget(_ random: inout SplitMix) {
    for index in inventory.containers.indices where random.happens(40) {
      switch random.number(0...6) {
      case 0: inventory.containers[index].image = nil
      case 1: inventory.containers[index].state = .other("shiny")
      case 2: inventory.containers[index].details = .unavailable
      case 3: inventory.containers[index].exitCode = nil
      case 4: inventory.containers[index].details.lose(\.restart)
      case 5: inventory.containers[index].details.lose(\.finished)
      default: inventory.containers[index].mounts.append(Mount(type: "volume", destination: "/nameless"))
      }
    }
    for index in inventory.images.indices where random.happens(40) {
      if random.happens(50) { inventory.images[index].details = .unavailable }
      memory.images[inventory.images[index].id] = nil
    }
    for index in inventory.volumes.indices where random.happens(40) {
      if random.happens(50) { inventory.volumes[index].isDangling = nil }
      memory.volumes[inventory.volumes[index].name] = nil
    }
    for network in inventory.networks where random.happens(40) { memory.networks[network.id] = nil }
  }

  /// The same on an engine whose clock says otherwise.
  func shifted(by shift: Duration) -> Scenario {
    var later = self
    later.instant = instant.advanced(by: shift)
    func move(_ instant: inout Timestamp?) { instant = instant?.advanced(by: shift) }
    for index in later.inventory.containers.indices {
      move(&later.inventory.containers[index].created)
      guard case .known(var details) = later.inventory.containers[index].details else { continue }
      move(&details.created)
      move(&details.started)
      move(&details.finished)
      later.inventory.containers[index].details = .known(details)
    }
    for index in later.inventory.images.indices {
      move(&later.inventory.images[index].created)
      guard case .known(var details) = later.inventory.images[index].details else { continue }
      move(&details.created)
      move(&details.tagged)
      later.inventory.images[index].details = .known(details)
    }
    for index in later.inventory.volumes.indices { move(&later.inventory.volumes[index].created) }
    for index in later.inventory.networks.indices { move(&later.inventory.networks[index].created) }
    later.inventory.cache = .known(
      (inventory.cache.value ?? []).map { record in
        var record = record
        move(&record.created)
        move(&record.lastUsed)
        return record
      })
    later.memory.images = memory.images.mapValues { $0.moved(by: shift) }
    later.memory.volumes = memory.volumes.mapValues { $0.moved(by: shift) }
    later.memory.networks = memory.networks.mapValues { $0.moved(by: shift) }
    return later
  }
}

extension Sighting {
  fileprivate func moved(by shift: Duration) -> Sighting {
    Sighting(
      firstSeen: firstSeen.advanced(by: shift), lastInUse: lastInUse?.advanced(by: shift),
      firstUnused: firstUnused?.advanced(by: shift))
  }
}

extension Lookup<ContainerDetails> {
  fileprivate mutating func lose<Fact>(_ fact: WritableKeyPath<ContainerDetails, Fact?>) {
    guard case .known(var details) = self else { return }
    details[keyPath: fact] = nil
    self = .known(details)
  }
}
