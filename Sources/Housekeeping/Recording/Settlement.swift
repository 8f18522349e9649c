import EngineClient
import History
import Policies
import Wording

/// Closes what earlier runs left open, by asking the engine what became of it (S7).
struct Settlement {
  let engine: Engine
  let ledger: Ledger

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
    do throws(EngineError) {
      switch intent.target {
      case Target.containers.singular:
        guard let id = ContainerID(intent.objectID) else { break }
        guard let container = try await settled(id) else { return .gone }
        if intent.action == "stop" {
          return container.isWithinReach(of: .stop) ? .there(container.state) : .stopped(container.state)
        }
        return [.dead, .removing].contains(container.state) ? .begun(container.state) : .there(container.state)
      case Target.images.singular:
        guard let id = ImageID(intent.objectID) else { break }
        guard let image = try await engine.image(id)?.image else { return .gone }
        if intent.action == "untag" {
          return image.removableReferences.contains(intent.objectName) ? .there() : .untagged
        }
        // It goes under the name of its last tag, or by its ID where it has none.
        let hadTag = !image.id.hex.hasPrefix(intent.objectName)
        return hadTag && !(image.tags + image.digests).contains(intent.objectName) ? .begun() : .there()
      case Target.volumes.singular:
        guard let name = VolumeName(intent.objectID) else { break }
        return try await engine.volume(name) == nil ? .gone : .there()
      case Target.networks.singular:
        guard let id = NetworkID(intent.objectID) else { break }
        return try await engine.network(id) == nil ? .gone : .there()
      case Target.buildCache.singular:
        let isThere = try await engine.cacheRecords().contains { $0.id.description == intent.objectID }
        return isThere ? .there() : .gone
      default: break
      }
    } catch {
      return .unanswered(error)
    }
    return .senseless
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
