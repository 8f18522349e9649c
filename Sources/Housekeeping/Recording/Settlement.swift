import EngineClient
import History
import Policies
import Wording

/// Closes what earlier runs left open, by asking the engine what became of it (S7).
struct Settlement {
  let engine: Engine
  let ledger: Ledger
  private let patience = Patience()

  /// How many steps were settled; the caller holds the engine's lock.
  func settle(_ key: EngineKey) async throws(LedgerError) -> Int {
    let open = try ledger.openIntents(engine: key)
    var settled = 0
    for intent in open {
      let finding = await find(intent)
      // What was unknown and still is keeps the words of the run that knew most.
      if finding.outcome == .unknown, intent.error != nil { continue }
      try ledger.settle(
        intent, as: finding.outcome, because: Wording.settlement(error: intent.error, finding: finding),
        at: HostClock.now)
      settled += 1
    }
    return settled
  }

  private func find(_ intent: OpenIntent) async -> StepFinding {
    let kind: Patience.Kind =
      switch intent.target {
      case Target.images.singular: .images
      case Target.volumes.singular: .volumes
      case Target.networks.singular: .networks
      case Target.buildCache.singular: .usage
      default: .containers
      }
    do throws(EngineError) {
      switch try await patience.sight(kind, { () throws(EngineError) in try await look(intent) }) {
      case .found(let finding): return finding
      case .unseen(.failed(let error)), .unseen(.notAsked(let error)): return .unanswered(error)
      case .unseen(.notFound): return .senseless
      }
    } catch {
      return .unanswered(error)
    }
  }

  /// `nil` where the ledger has an ID that is none.
  private func look(_ intent: OpenIntent) async throws(EngineError) -> StepFinding? {
    switch intent.target {
    case Target.containers.singular:
      guard let id = ContainerID(intent.objectID) else { return nil }
      guard let container = try await settled(id) else { return .gone }
      if intent.action == "stop" {
        return container.isWithinReach(of: .stop) ? .there(container.state) : .stopped(container.state)
      }
      return [.dead, .removing].contains(container.state) ? .begun(container.state) : .there(container.state)
    case Target.images.singular:
      guard let id = ImageID(intent.objectID) else { return nil }
      guard let image = try await engine.image(id)?.image else { return .gone }
      if intent.action == "untag" {
        return image.removableReferences.contains(intent.objectName) ? .there() : .untagged
      }
      // It goes under the name of its last tag, or by its ID where it has none.
      let hadTag = !image.id.hex.hasPrefix(intent.objectName)
      return hadTag && !(image.tags + image.digests).contains(intent.objectName) ? .begun() : .there()
    case Target.volumes.singular:
      guard let name = VolumeName(intent.objectID) else { return nil }
      return try await engine.volume(name) == nil ? .gone : .there()
    case Target.networks.singular:
      guard let id = NetworkID(intent.objectID) else { return nil }
      return try await engine.network(id) == nil ? .gone : .there()
    case Target.buildCache.singular:
      let isThere = try await engine.cacheRecords().contains { $0.id.description == intent.objectID }
      return isThere ? .there() : .gone
    default: return nil
    }
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
}
