import EngineClient
import History
import Policies

/// The build cache, asked for before it is known whether the planner wants it: the engine takes longer over it than over
/// anything else.
struct ExpectedCache: Sendable {
  /// Not asked for where it is not likely to be wanted.
  let records: Task<Lookup<[CacheRecord]>, any Error>

  /// Asks, and runs `body` meanwhile; an answer that it does not wait for is given up.
  static func with<R>(
    _ engine: Engine, _ policies: [Policy], _ ledger: @escaping @Sendable () async throws -> Ledger,
    _ body: (ExpectedCache) async throws -> R
  ) async throws -> R {
    try await alongside({ try await isLikely(engine, policies, ledger) ? await engine.cacheOfImages() : .notAsked }) {
      try await body(ExpectedCache(records: $0))
    }
  }

  /// As far as one can tell before there are lists: where the last plan had images to remove.
  private static func isLikely(
    _ engine: Engine, _ policies: [Policy], _ ledger: () async throws -> Ledger
  ) async throws -> Bool {
    let targets = Set(policies.map(\.target))
    guard engine.identity.kind == .docker, targets.contains(.images), !targets.contains(.buildCache) else {
      return false
    }
    return try await ledger().lastPlanRemoved(.images, host: engine.identity.host.description)
  }
}
