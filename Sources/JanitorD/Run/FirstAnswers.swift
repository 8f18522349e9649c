import EngineClient
import History
import Policies

/// What a plan begins with: all of it is asked for at once, and waited for where it is used.
struct FirstAnswers: Sendable {
  let lists: Task<Inventory, any Error>
  /// The build cache, where the planner is likely to want it.
  let cache: Task<Lookup<[CacheRecord]>, any Error>

  /// Asks, and runs `body` meanwhile; what it leaves unanswered is given up.
  static func with<R>(
    _ engine: Engine, _ policies: [Policy], _ ledger: Ledger, _ body: (FirstAnswers) async throws -> R
  ) async throws -> R {
    let answers = FirstAnswers(
      lists: Task { try await engine.lists(of: Planner.targets(of: policies)) },
      cache: Task { try expectsCache(engine, policies, ledger) ? await engine.cacheOfImages() : .notAsked })
    defer {
      answers.lists.cancel()
      answers.cache.cancel()
    }
    return try await body(answers)
  }

  /// As far as one can tell before there are lists: where the last plan had images to remove. The engine takes longer
  /// over it than over anything else.
  private static func expectsCache(_ engine: Engine, _ policies: [Policy], _ ledger: Ledger) throws -> Bool {
    let targets = Set(policies.map(\.target))
    guard engine.identity.kind == .docker, targets.contains(.images), !targets.contains(.buildCache) else {
      return false
    }
    return try Settings.ledger { () throws(LedgerError) in
      try ledger.lastPlanRemoved(.images, host: engine.identity.host.description)
    }
  }
}

extension Engine {
  /// What there is, all of it asked for at once.
  func lists(of targets: Set<Target>) async throws -> Inventory {
    async let containers = targets.contains(.containers) ? containers() : []
    async let images = targets.contains(.images) ? images() : []
    async let volumes = targets.contains(.volumes) ? volumes() : []
    async let networks = targets.contains(.networks) ? networks() : []
    async let cache = targets.contains(.buildCache) ? .known(cacheRecords()) : Lookup.notAsked
    return try await Inventory(
      containers: containers, images: images, volumes: volumes, networks: networks, cache: cache)
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
