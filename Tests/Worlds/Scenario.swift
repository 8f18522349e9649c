package import Policies

/// What an engine holds, what janitor remembers of it, and what somebody wants of it.
package struct Scenario: Hashable, Sendable {
  /// With every fact that the engine would give if it were asked.
  package var inventory: Inventory
  package var memory: Memory
  package var own: ContainerID?
  package var policies: [Policy]
  package var protection: Protection
  package var brake: Brake
  /// When it is looked at.
  package var instant = now

  package var planner: Planner {
    Planner(policies, protection: protection, brake: brake, own: OwnContainer(ids: Set([own].compactMap { $0 })))
  }

  /// The plan over all that there is to know.
  package func plan() -> Plan { plan(asking: inventory) }

  /// The plan of who knows no more than the lists tell, and asks for the rest as the planner wants it.
  package func lazyPlan() -> Plan { plan(asking: inventory.asListed) }

  private func plan(asking seen: Inventory) -> Plan {
    var seen = seen
    for _ in 0..<10 {
      switch planner.next(seen, memory, now: instant) {
      case .plan(let plan): return plan
      case .needs(let wanted): seen.answer(wanted, from: inventory)
      }
    }
    fatalError("the planner asks for the same again and again")
  }

  /// Looks at what a model holds now.
  package mutating func look(at model: EngineModel) {
    inventory = model.inventory
    memory.look(at: inventory, instant)
  }

  /// Itself in a few lines, for who has to find out why something failed.
  package var summary: String {
    let objects =
      inventory.containers.map { "container \($0.displayName) \($0.state.word) \($0)" }
      + inventory.images.map { "image \($0.displayName) \($0)" } + inventory.volumes.map { "volume \($0)" }
      + inventory.networks.map { "network \($0)" } + (inventory.cache.value ?? []).map { "cache \($0)" }
    let rules = policies.map { "policy \($0)" } + ["protection \(protection)", "brake \(brake), own \(own as Any)"]
    return (rules + objects + ["memory \(memory)"]).joined(separator: "\n")
      .replacing("Policies.", with: "")
  }
}

extension Memory {
  /// Adds one look, as the ledger's notebook does.
  package mutating func look(at inventory: Inventory, _ now: Timestamp) {
    let users = Users(inventory.containers, volumes: inventory.volumes)
    let earlier = self
    self = Memory()
    for image in inventory.images {
      images[image.id] = Sighting(
        earlier.images[image.id], isUsed: users.images[image.id] != nil, isUntagged: image.tags.isEmpty, at: now)
    }
    for volume in inventory.volumes {
      volumes[volume.name] = Sighting(earlier.volumes[volume.name], isUsed: users.mayUse(volume), at: now)
    }
    for network in inventory.networks {
      let isUsed = !users.containers(on: network).isEmpty
      networks[network.id] = Sighting(earlier.networks[network.id], isUsed: isUsed, at: now)
    }
  }
}

extension Inventory {
  /// With no more than the lists tell.
  fileprivate var asListed: Inventory {
    var listed = self
    for index in listed.containers.indices {
      listed.containers[index].details = .notAsked
      listed.containers[index].size = .notAsked
      listed.containers[index].ties = .notAsked
    }
    for index in listed.images.indices {
      listed.images[index].details = .notAsked
      listed.images[index].layers = .notAsked
    }
    for index in listed.volumes.indices { listed.volumes[index].size = .notAsked }
    for index in listed.networks.indices { listed.networks[index].endpoints = .notAsked }
    return listed
  }

  /// Fills in what the planner wants; what nobody knows is unavailable.
  fileprivate mutating func answer(_ wanted: Wanted, from whole: Inventory) {
    for (index, known) in zip(containers.indices, whole.containers) {
      if wanted.containerDetails.contains(known.id) { containers[index].details = known.details }
      if wanted.containerSizes.contains(known.id) { containers[index].size = known.size }
      if wanted.containerTies.contains(known.id) { containers[index].ties = known.ties }
    }
    for (index, known) in zip(images.indices, whole.images) {
      if wanted.imageDetails.contains(known.id) { images[index].details = known.details }
      if wanted.imageChains.contains(known.id) { images[index].layers = known.layers.withoutHistory }
      if wanted.imageHistories.contains(known.id) { images[index].layers = known.layers.withHistory }
      guard wanted.layerSizes.contains(known.id) else { continue }
      for layer in known.layers.value?.chain ?? [] { layerSizes[layer] = .unavailable }
    }
    for (index, known) in zip(volumes.indices, whole.volumes) where wanted.volumeSizes.contains(known.name) {
      volumes[index].size = known.size
    }
    for (index, known) in zip(networks.indices, whole.networks) where wanted.networkEndpoints.contains(known.id) {
      networks[index].endpoints = known.endpoints
    }
    if wanted.cacheRecords { cache = whole.cache }
  }
}

extension Lookup<ImageLayers> {
  /// As an inspection tells them.
  fileprivate var withoutHistory: Self { value.map { .known(ImageLayers(chain: $0.chain)) } ?? self }

  /// An image that carries none answers with nothing.
  fileprivate var withHistory: Self {
    value.map { .known(ImageLayers(chain: $0.chain, history: $0.history ?? [])) } ?? self
  }
}
