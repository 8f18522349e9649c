import EngineClient
import Policies

extension Engine {
  /// What there is, all of it asked for at once; a list that cannot be had is missing, and the rest is there.
  ///
  /// - Throws: where there is no engine any more, or the list of containers cannot be had: what is in use is in no other.
  func lists(of targets: Set<Target>) async throws -> Inventory {
    async let containers = targets.contains(.containers) ? containers() : []
    async let images = attempt { () throws(EngineError) in targets.contains(.images) ? try await self.images() : [] }
    async let volumes = attempt { () throws(EngineError) in targets.contains(.volumes) ? try await self.volumes() : [] }
    async let networks = attempt { () throws(EngineError) in
      targets.contains(.networks) ? try await self.networks() : []
    }
    async let cache = attempt { () throws(EngineError) in
      targets.contains(.buildCache) ? Lookup.known(try await cacheRecords()) : .notAsked
    }
    // Who has a volume by its path may have it by a link.
    let found = try await targets.contains(.volumes) ? following(containers) : containers
    var inventory = Inventory(containers: found)
    inventory.images = try await images.value(of: .images, []) { inventory.missing[$0] = $1 }
    inventory.volumes = try await volumes.value(of: .volumes, []) { inventory.missing[$0] = $1 }
    inventory.networks = try await networks.value(of: .networks, []) { inventory.missing[$0] = $1 }
    inventory.cache = try await cache.value(of: .buildCache, .unavailable) { inventory.missing[$0] = $1 }
    return inventory
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

/// An answer, or why there is none.
///
/// - Throws: where there is no engine any more.
func attempt<Value>(
  _ ask: () async throws(EngineError) -> Value
) async throws(EngineError) -> Result<Value, EngineError> {
  do throws(EngineError) {
    return .success(try await ask())
  } catch {
    if error.isOfConnection { throw error }
    return .failure(error)
  }
}

extension Result where Failure == EngineError {
  /// The answer, or what stands for it where it is missing.
  fileprivate func value(
    of list: Target, _ nothing: Success, _ isMissing: (Target, EngineError) -> Void
  ) -> Success {
    switch self {
    case .success(let value): return value
    case .failure(let error):
      isMissing(list, error)
      return nothing
    }
  }
}
