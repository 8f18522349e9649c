import EngineClient
import Policies

extension StepAction {
  func remove(_ subject: ContainerSubject, _ surroundings: Surroundings) async throws(EngineError) -> Outcome {
    let planned = subject.container
    let holders = surroundings.dependents.holders(of: subject)
    guard holders.isEmpty else { return Outcome(.skipped, note: .inUse(by: holders)) }
    for volume in subject.volumes {
      // Of what has a volume by its path the engine knows nothing.
      let containers = surroundings.users.containers(inside: volume)
      if !containers.isEmpty { return Outcome(.skipped, note: .inUse(by: containers)) }
      let others = surroundings.users.volumes(inside: volume)
      if !others.isEmpty { return Outcome(.skipped, note: .holdsVolumes(others)) }
    }
    guard let fresh = try await engine.container(planned.id, size: true) else {
      return Outcome(.skipped, note: .alreadyGone)
    }
    if let spared = spare(planned, fresh) { return spared }
    let done = Outcome(.done, reclaimed: fresh.size.value?.total)
    do {
      try await engine.remove(planned.id, withVolumes: !subject.volumes.isEmpty)
      return Outcome(.done, reclaimed: await total(fresh.size.value?.total, subject.volumes))
    } catch {
      return await settle(error, done) { () async throws(EngineError) in
        guard let now = try await engine.container(planned.id, size: false) else { return .gone }
        return now.state == .removing
          ? .leaving : spare(planned.changes(to: now, despite: .remove)).map(Found.spared) ?? .unchanged
      }
    }
  }

  func stop(_ planned: Container, _ timeout: Duration?) async throws(EngineError) -> Outcome {
    guard let fresh = try await engine.container(planned.id, size: false) else {
      return Outcome(.skipped, note: .alreadyGone)
    }
    if let spared = spare(planned, fresh) { return spared }
    do {
      switch try await engine.stop(planned.id, timeout: timeout) {
      case .stopped: return Outcome(.done)
      case .alreadyStopped: return Outcome(.skipped, note: .alreadyStopped)
      }
    } catch {
      return await settle(error, Outcome(.done), unless: .alreadyStopped) { () async throws(EngineError) in
        guard let now = try await engine.container(planned.id, size: false) else { return .gone }
        switch now.state {
        case .exited, .dead, .removing: return .gone
        default:
          return spare(planned.changes(to: now, despite: .stop(timeout: timeout))).map(Found.spared) ?? .unchanged
        }
      }
    }
  }

  /// The bytes of a container and of those of its volumes that went with it; `nil` where one is not known.
  private func total(_ container: ByteCount?, _ volumes: [Volume]) async -> ByteCount? {
    guard var total = container else { return nil }
    for volume in volumes {
      guard let size = volume.size.value, let found = try? await engine.volume(volume.name) == nil else { return nil }
      if found { total = total + size }
    }
    return total
  }

  private func spare(_ planned: Container, _ fresh: Container) -> Outcome? {
    if fresh.state == .removing { return Outcome(.skipped, note: .beingRemoved) }
    return spare(planned.changes(to: fresh))
  }
}
