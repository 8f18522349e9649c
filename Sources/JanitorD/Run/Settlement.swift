import EngineClient
import History
import Policies

/// Closes what earlier runs left open, by asking the engine what became of it (S7).
struct Settlement {
  let engine: Engine
  let ledger: Ledger

  /// How many steps were settled; the caller holds the engine's lock.
  func settle(_ key: EngineKey) async throws -> Int {
    let open = try Settings.ledger { () throws(LedgerError) in try ledger.openIntents(engine: key) }
    var settled = 0
    for intent in open {
      let (outcome, finding) = await find(intent)
      // What was unknown and still is keeps the words of the run that knew most.
      if outcome == .unknown, intent.error != nil { continue }
      try Settings.ledger { () throws(LedgerError) in
        try ledger.settle(
          intent, as: outcome, because: Wording.settlement(error: intent.error, finding: finding), at: Clock.now)
      }
      settled += 1
    }
    return settled
  }

  /// The container, once it is no longer on its way out: the engine goes on with what a dead client asked for.
  private func settled(_ id: ContainerID) async throws(EngineError) -> Container? {
    for _ in 0..<50 {
      guard let container = try await engine.container(id, size: false) else { return nil }
      guard container.state == .removing else { return container }
      try? await Task.sleep(for: .milliseconds(200))
    }
    return try await engine.container(id, size: false)
  }

  /// What is wanted is there, or it is not; who brought it about, nobody can tell any more.
  private func find(_ intent: OpenIntent) async -> (Outcome.Kind, String) {
    do throws(EngineError) {
      switch intent.target {
      case Target.containers.singular:
        guard let id = ContainerID(intent.objectID) else { break }
        guard let container = try await settled(id) else { return (.done, "it is gone") }
        if intent.action == "stop", !container.isWithinReach(of: .stop) {
          return (.done, "it is \(container.state.word)")
        }
        return (.skipped, "it is still there, \(container.state.word)")
      case Target.images.singular:
        guard let id = ImageID(intent.objectID) else { break }
        guard let image = try await engine.image(id)?.image else { return (.done, "it is gone") }
        if intent.action == "untag", !image.removableReferences.contains(intent.objectName) {
          return (.done, "the tag is gone")
        }
        return (.skipped, "it is still there")
      case Target.volumes.singular:
        guard let name = VolumeName(intent.objectID) else { break }
        return try await engine.volume(name) == nil ? (.done, "it is gone") : (.skipped, "it is still there")
      case Target.networks.singular:
        guard let id = NetworkID(intent.objectID) else { break }
        return try await engine.network(id) == nil ? (.done, "it is gone") : (.skipped, "it is still there")
      case Target.buildCache.singular:
        let isThere = try await engine.cacheRecords().contains { $0.id.description == intent.objectID }
        return isThere ? (.skipped, "it is still there") : (.done, "it is gone")
      default: break
      }
    } catch {
      return (.unknown, Wording.engine(error))
    }
    return (.unknown, "its ID makes no sense")
  }
}
