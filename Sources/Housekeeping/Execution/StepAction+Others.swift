import EngineClient
import Policies

extension StepAction {
  func remove(_ planned: Volume, _ surroundings: Surroundings) async throws(EngineError) -> Outcome {
    let users = surroundings.users
    if let spared = spare(planned, users) { return spared }
    guard !users.hasUnknownVolume else {
      return Outcome(.skipped, note: .unnamedVolume)
    }
    guard let fresh = try await engine.volume(planned.name) else { return Outcome(.skipped, note: .alreadyGone) }
    if let spared = spare(planned.changes(to: fresh)) { return spared }
    let done = Outcome(.done, reclaimed: planned.size.value)
    do {
      try await engine.remove(planned.name)
      return done
    } catch {
      return await settle(error, done) { () async throws(EngineError) in
        guard let now = try await engine.volume(planned.name) else { return .gone }
        if let spared = spare(planned, Users(engine.following(try await engine.containers()))) {
          return .spared(spared)
        }
        return spare(planned.changes(to: now, despite: .remove)).map(Found.spared) ?? .unchanged
      }
    }
  }

  private func spare(_ volume: Volume, _ users: Users) -> Outcome? {
    let containers = users.containers(on: volume)
    if !containers.isEmpty { return Outcome(.skipped, note: .inUse(by: containers)) }
    let others = users.volumes(inside: volume)
    return others.isEmpty ? nil : Outcome(.skipped, note: .holdsVolumes(others))
  }

  func remove(_ planned: Network, _ surroundings: Surroundings) async throws(EngineError) -> Outcome {
    let containers = surroundings.users.containers(on: planned)
    guard containers.isEmpty else { return Outcome(.skipped, note: .inUse(by: containers)) }
    guard let fresh = try await engine.network(planned.id) else { return Outcome(.skipped, note: .alreadyGone) }
    if let spared = spare(occupied: fresh) ?? spare(planned.changes(to: fresh)) { return spared }
    let done = Outcome(.done, reclaimed: .zero)
    do {
      try await engine.remove(planned.id)
      return done
    } catch {
      return await settle(error, done) { () async throws(EngineError) in
        guard let now = try await engine.network(planned.id) else { return .gone }
        let containers = Users(try await engine.containers()).containers(on: planned)
        if !containers.isEmpty { return .spared(Outcome(.skipped, note: .inUse(by: containers))) }
        return (spare(occupied: now) ?? spare(planned.changes(to: now))).map(Found.spared) ?? .unchanged
      }
    }
  }

  private func spare(occupied network: Network) -> Outcome? {
    guard let endpoints = network.endpoints.value, !endpoints.isEmpty else { return nil }
    let others = endpoints.filter { $0.container == nil }.map(\.name)
    return Outcome(
      .skipped, note: others.isEmpty ? .inUse(by: endpoints.compactMap(\.container)) : .occupied(by: others))
  }

  /// One that a build uses, or on which something was built meanwhile, the engine leaves alone by itself.
  func remove(_ planned: CacheRecord, _ surroundings: Surroundings) async throws(EngineError) -> Outcome {
    func look() async throws(EngineError) -> CacheRecord? {
      try await engine.cacheRecords().first { $0.id == planned.id }
    }
    guard let fresh = surroundings.cache.first(where: { $0.id == planned.id }) else {
      return Outcome(.skipped, note: .alreadyGone)
    }
    if let spared = spare(planned.changes(to: fresh)) { return spared }
    let freed = fresh.isShared ? ByteCount.zero : fresh.size
    do {
      guard try await engine.remove(planned.id).deleted.contains(planned.id) else {
        guard let now = try await look() else { return Outcome(.skipped, note: .alreadyGone) }
        return spare(planned.changes(to: now)) ?? Outcome(.skipped, note: .keptByEngine)
      }
      return Outcome(.done, reclaimed: freed)
    } catch {
      return await settle(error, Outcome(.done, reclaimed: freed)) { () async throws(EngineError) in
        guard let now = try await look() else { return .gone }
        return spare(planned.changes(to: now)).map(Found.spared) ?? .unchanged
      }
    }
  }
}
