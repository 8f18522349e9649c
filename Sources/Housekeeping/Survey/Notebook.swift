import History
import Policies

/// What the ledger remembers of objects: read into an inventory, and kept for the next run.
struct Notebook {
  let ledger: Ledger
  let engine: EngineKey
  let now: Timestamp

  /// Fills in what was learnt before and still holds, so that the engine is not asked again.
  func recall(_ inventory: inout Inventory) throws(LedgerError) {
    if !inventory.containers.isEmpty {
      let facts = try ledger.containerFacts(engine: engine)
      for index in inventory.containers.indices {
        guard let facts = facts[inventory.containers[index].id] else { continue }
        inventory.containers[index].recall(facts, now: now)
      }
      let ties = try ledger.containerTies(engine: engine)
      for index in inventory.containers.indices {
        if let ties = ties[inventory.containers[index].id] { inventory.containers[index].ties = .known(ties) }
      }
    }
    guard !inventory.images.isEmpty else { return }
    let layers = try ledger.imageLayers(inventory.images.map(\.id))
    let facts = try ledger.imageFacts(engine: engine)
    inventory.layerSizes = try ledger.layerSizes(engine: engine)
      .mapValues { .known($0) }
    for index in inventory.images.indices {
      let id = inventory.images[index].id
      if let layers = layers[id] { inventory.images[index].layers = .known(layers) }
      if let facts = facts[id], inventory.images[index].stillHas(facts, now: now) {
        inventory.images[index].details = .known(facts.details)
      }
    }
  }

  /// Writes down what was seen, and which of it in use; reads since when that is so.
  func remember(_ inventory: Inventory) throws(LedgerError) -> Memory {
    let users = Users(inventory.containers, volumes: inventory.volumes)
    let images = try sightings(
      of: .images, inventory.images.map { ($0.id, users.images[$0.id] != nil) },
      untagged: Set(inventory.images.filter(\.tags.isEmpty).map(\.id)))
    let volumes = try sightings(
      of: .volumes,
      inventory.volumes.map { volume in
        (volume.name, users.mayUse(volume))
      })
    let networks = try sightings(
      of: .networks, inventory.networks.map { ($0.id, !users.containers(on: $0).isEmpty) })
    let containers = try sightings(of: inventory.containers)
    return Memory(containers: containers, images: images, volumes: volumes, networks: networks)
  }

  /// Of those that `note` began to remember.
  private func sightings(of containers: [Container]) throws(LedgerError) -> [ContainerID: Sighting] {
    let earlier = containers.isEmpty ? [:] : try ledger.sightings(of: .containers, engine: engine)
    guard !earlier.isEmpty else { return [:] }
    return try sightings(
      of: .containers, containers.filter { earlier[$0.id.description] != nil }.map { ($0.id, !$0.hasEnded) })
  }

  /// Writes down that these are in use, which no list shows.
  func see(used networks: [Network]) throws(LedgerError) {
    guard !networks.isEmpty else { return }
    let seen = Dictionary(networks.map { ($0.id.description, true) }, uniquingKeysWith: { first, _ in first })
    try ledger.see(.networks, seen, engine: engine, at: now)
  }

  private func sightings<ID: Hashable & CustomStringConvertible>(
    of target: Target, _ objects: [(id: ID, isUsed: Bool)], untagged: Set<ID> = []
  ) throws(LedgerError) -> [ID: Sighting] {
    guard !objects.isEmpty else { return [:] }
    let seen = Dictionary(objects.map { ($0.id.description, $0.isUsed) }, uniquingKeysWith: { $0 || $1 })
    let earlier = try ledger.sightings(of: target, Array(seen.keys), engine: engine)
    try ledger.see(target, seen, untagged: Set(untagged.map(\.description)), engine: engine, at: now)
    var sightings: [ID: Sighting] = [:]
    for (id, isUsed) in objects {
      sightings[id] = Sighting(
        earlier[id.description], isUsed: isUsed, isUntagged: untagged.contains(id), at: now)
    }
    return sightings
  }

  /// Keeps what the engine was asked for.
  func note(_ inventory: Inventory, _ wanted: Wanted) throws(LedgerError) {
    let containerIDs = wanted.containerDetails.union(wanted.containerSizes)
    var containers: [ContainerID: ContainerFacts] = [:]
    for container in inventory.containers where containerIDs.contains(container.id) {
      guard let details = container.details.value else { continue }
      containers[container.id] = ContainerFacts(
        seen: now, state: container.state, details: details, size: container.size.value)
    }
    let undated = inventory.containers.filter { containers[$0.id] != nil && $0.needsSighting(now: now) }
    var ties: [ContainerID: ContainerTies] = [:]
    for container in inventory.containers where containerIDs.union(wanted.containerTies).contains(container.id) {
      ties[container.id] = container.ties.value
    }
    let imageIDs = wanted.imageDetails.union(wanted.imageChains)
    var images: [ImageID: ImageFacts] = [:]
    for image in inventory.images where imageIDs.contains(image.id) {
      guard let details = image.details.value else { continue }
      images[image.id] = ImageFacts(seen: now, references: image.tags + image.digests, details: details)
    }
    try ledger.remember(containers, engine: engine)
    try ledger.remember(ties, engine: engine, at: now)
    try ledger.remember(images, engine: engine)
    let begun = Dictionary(undated.map { ($0.id.description, false) }) { first, _ in first }
    if !begun.isEmpty { try ledger.see(.containers, begun, engine: engine, at: now) }
  }
}

extension Container {
  fileprivate mutating func recall(_ facts: ContainerFacts, now: Timestamp) {
    guard stillHas(facts, now: now) else { return }
    details = .known(facts.details)
    if let size = facts.size { self.size = .known(size) }
  }
}
