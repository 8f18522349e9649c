/// Everything the engine held at one instant, as far as somebody asked for it.
package struct Inventory: Hashable, Sendable {
  /// Newest first, as the engine lists them; on Podman those of other tools that lie in its storage, too.
  package var containers: [Container]
  /// Intermediate ones included.
  package var images: [Image]
  package var volumes: [Volume]
  package var networks: [Network]
  /// Asked for where a policy names the build cache, or an image goes whose layers it may hold.
  package var cache: Lookup<[CacheRecord]>
  /// What layers take alone, as far as somebody looked at their files; those without an entry nobody looked at.
  package var layerSizes: [LayerID: Lookup<ByteCount>]
  /// The lists that were asked for and could not be had; what they would have is not known, and not nothing.
  package var missing: [Target: EngineError]
  package init(
    containers: [Container] = [], images: [Image] = [], volumes: [Volume] = [], networks: [Network] = [],
    cache: Lookup<[CacheRecord]> = .notAsked, layerSizes: [LayerID: Lookup<ByteCount>] = [:],
    missing: [Target: EngineError] = [:]
  ) {
    self.missing = missing
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
    case .containers: containers.count { !$0.isExternal }
    case .images: images.count
    case .volumes: volumes.count
    case .networks: networks.count
    case .buildCache: cache.value?.count ?? 0
    }
  }
}
