import EngineClient
import Policies

extension Engine {
  /// What there is, all of it asked for at once.
  func lists(of targets: Set<Target>) async throws -> Inventory {
    async let containers = targets.contains(.containers) ? containers() : []
    async let images = targets.contains(.images) ? images() : []
    async let volumes = targets.contains(.volumes) ? volumes() : []
    async let networks = targets.contains(.networks) ? networks() : []
    async let cache = targets.contains(.buildCache) ? .known(cacheRecords()) : Lookup.notAsked
    // Who has a volume by its path may have it by a link.
    let found = try await targets.contains(.volumes) ? following(containers) : containers
    return try await Inventory(
      containers: found, images: images, volumes: volumes, networks: networks, cache: cache)
  }

  /// The build cache for the account of images. No run fails for it: it only tells how sure a figure is.
  func cacheOfImages() async -> Lookup<[CacheRecord]> {
    do {
      return .known(try await cacheRecords())
    } catch {
      return .unavailable
    }
  }
}
