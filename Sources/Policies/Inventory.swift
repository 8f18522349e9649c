/// Everything the engine held at one instant, as far as somebody asked for it.
package struct Inventory: Hashable, Sendable {
  /// Newest first, as the engine lists them.
  package var containers: [Container]
  /// Intermediate ones included.
  package var images: [Image]
  package var volumes: [Volume]
  package var networks: [Network]
  /// Asked for where a policy names the build cache, or an image goes whose layers it may hold.
  package var cache: Lookup<[CacheRecord]>
  /// What layers take alone, as far as somebody looked at their files; those without an entry nobody looked at.
  package var layerSizes: [LayerID: Lookup<ByteCount>]
  package init(
    containers: [Container] = [], images: [Image] = [], volumes: [Volume] = [], networks: [Network] = [],
    cache: Lookup<[CacheRecord]> = .notAsked, layerSizes: [LayerID: Lookup<ByteCount>] = [:]
  ) {
    self.containers = containers
    self.images = images
    self.volumes = volumes
    self.networks = networks
    self.cache = cache
    self.layerSizes = layerSizes
  }

  /// How many objects of one kind there are.
  func count(of target: Target) -> Int {
    switch target {
    case .containers: containers.count
    case .images: images.count
    case .volumes: volumes.count
    case .networks: networks.count
    case .buildCache: cache.value?.count ?? 0
    }
  }
}

/// What the ledger remembers of earlier inventories.
package struct Memory: Hashable, Sendable {
  package var images: [ImageID: Sighting]
  package var volumes: [VolumeName: Sighting]
  package var networks: [NetworkID: Sighting]
  package init(
    images: [ImageID: Sighting] = [:], volumes: [VolumeName: Sighting] = [:], networks: [NetworkID: Sighting] = [:]
  ) {
    self.images = images
    self.volumes = volumes
    self.networks = networks
  }
}

/// When janitor saw an object, on the engine's clock.
package struct Sighting: Hashable, Sendable {
  package var firstSeen: Timestamp
  /// `nil` where it was never seen in use.
  package var lastInUse: Timestamp?
  /// Since when every look found it unused; `nil` where the latest found it in use.
  package var firstUnused: Timestamp?
  package init(firstSeen: Timestamp, lastInUse: Timestamp? = nil, firstUnused: Timestamp? = nil) {
    self.firstSeen = firstSeen
    self.lastInUse = lastInUse
    self.firstUnused = firstUnused
  }

  /// What one more look adds to what is remembered of an object.
  package init(_ earlier: Sighting?, isUsed: Bool, at now: Timestamp) {
    firstSeen = earlier?.firstSeen ?? now
    lastInUse = isUsed ? now : earlier?.lastInUse
    firstUnused = isUsed ? nil : earlier?.firstUnused ?? now
  }
}
