package import Policies

/// An engine in small: what it holds, what it refuses, and what goes along when something goes.
package struct EngineModel {
  package var containers: [ContainerID: Container] = [:]
  package var images: [ImageID: Image]
  package var volumes: [VolumeName: Volume] = [:]
  package var networks: [NetworkID: Network] = [:]
  package var cache: [CacheID: CacheRecord] = [:]
  private let sizes: [LayerID: Int64]
  /// Images that somebody uses who is not among the containers.
  private let used: Set<ImageID>
  /// What the build cache holds.
  private let pinned: Set<LayerID>

  /// A graph-driver engine that holds only images.
  ///
  /// - Parameter sizes: what each layer really takes.
  package init(_ images: [Image], sizes: [LayerID: Int64], used: Set<ImageID> = [], pinned: Set<LayerID> = []) {
    self.images = Dictionary(uniqueKeysWithValues: images.map { ($0.id, $0) })
    self.sizes = sizes
    self.used = used
    self.pinned = pinned
  }

  package init(_ inventory: Inventory) {
    self.init(inventory.images, sizes: [:])
    containers = Dictionary(uniqueKeysWithValues: inventory.containers.map { ($0.id, $0) })
    volumes = Dictionary(uniqueKeysWithValues: inventory.volumes.map { ($0.name, $0) })
    networks = Dictionary(uniqueKeysWithValues: inventory.networks.map { ($0.id, $0) })
    cache = Dictionary(uniqueKeysWithValues: (inventory.cache.value ?? []).map { ($0.id, $0) })
  }

  /// What it would list now: containers newest first, all else in no order of its own.
  package var inventory: Inventory {
    let earliest = Timestamp(nanoseconds: .min)
    let users = Users(containers.values)
    return Inventory(
      containers: containers.values.sorted { ($1.created ?? earliest, $1.id) < ($0.created ?? earliest, $0.id) },
      images: images.values.sorted { $0.id < $1.id },
      volumes: volumes.values.sorted { $0.name < $1.name }.map { volume in
        var volume = volume
        if volume.isDangling != nil { volume.isDangling = users.volumes[volume.name] == nil }
        return volume
      },
      networks: networks.values.sorted { $0.id < $1.id }, cache: .known(cache.values.sorted { $0.id < $1.id }))
  }

  private var held: Set<LayerID> {
    images.values.reduce(into: pinned) { $0.formUnion($1.layers.value?.chain ?? []) }
  }

  private func isUsed(_ id: ImageID) -> Bool { used.contains(id) || containers.values.contains { $0.image == id } }

  /// What its layers take together, each counted once.
  package var total: Int64 { held.reduce(0) { $0 + (sizes[$1] ?? 0) } }

  /// Why the engine would refuse to take the image away, if it would.
  package func refusal(_ id: ImageID) -> String? {
    guard let image = images[id] else { return "no such image" }
    if images.values.contains(where: { $0.parent == id }) { return "the image has dependent child images" }
    if isUsed(id) { return "a container uses the image" }
    return image.removableReferences.count > 1 ? "the image is referenced in several repositories" : nil
  }

  /// Takes the image away, and with it each parent that is left without a tag, a child and a user; what it says of it.
  package mutating func remove(_ id: ImageID, keepingParents: Bool) -> (deleted: [String], freed: Int64) {
    let before = held
    var deleted: [String] = []
    var next: ImageID? = id
    while let id = next, let image = images[id] {
      precondition(!images.values.contains { $0.parent == id } && !isUsed(id), "the engine refuses that")
      images[id] = nil
      deleted.append(id.description)
      next = image.parent.flatMap { parent in
        let isLoose =
          images[parent]?.removableReferences.isEmpty == true && !images.values.contains { $0.parent == parent }
        return isLoose && !isUsed(parent) && !keepingParents ? parent : nil
      }
    }
    let gone = before.subtracting(held)
    return (deleted + gone.map(\.description), gone.reduce(0) { $0 + (sizes[$1] ?? 0) })
  }
}
