import EngineClient
import Policies

/// One step: looks again at its object by ID, acts only on what is as it was, and finds out what became of it.
struct StepAction: Sendable {
  let engine: Engine
  /// `nil` where the engine does not say which layers it let go.
  let release: LayerRelease?
  /// How often and how long to look for the end of a removal that somebody else began.
  var patience: (tries: Int, pause: Duration) = (50, .milliseconds(200))

  func perform(_ step: Step, _ users: Result<[ImageID: [ContainerID]], EngineError>) async -> Outcome {
    do throws(EngineError) {
      switch (step.subject, step.verb) {
      case (.container(let container), .remove): return try await remove(container)
      case (.container(let container), .stop(let timeout)): return try await stop(container, timeout)
      case (.container, .untag): return Outcome(.failed, note: .error("a container has no tags"))
      case (.image(let subject), let verb): return try await take(subject, verb, users.get())
      }
    } catch {
      // Raised by a look, before anything was asked for.
      return Outcome(.failed, note: .error(Wording.engine(error)))
    }
  }

  /// Which containers use which image, now.
  func usersOfImages() async -> Result<[ImageID: [ContainerID]], EngineError> {
    do {
      return .success(ImageUsers.now(try await engine.containers()))
    } catch {
      return .failure(error)
    }
  }

  // MARK: Containers

  private func remove(_ planned: Container) async throws(EngineError) -> Outcome {
    guard let fresh = try await engine.container(planned.id, size: true) else {
      return Outcome(.skipped, note: .alreadyGone)
    }
    if let spared = spare(planned, fresh) { return spared }
    let done = Outcome(.done, reclaimed: fresh.size.value?.total)
    do {
      try await engine.remove(planned.id)
      return done
    } catch {
      return await settle(error, done) { () async throws(EngineError) in
        guard let now = try await engine.container(planned.id, size: false) else { return .gone }
        return now.state == .removing ? .leaving : spare(planned, now).map(Found.spared) ?? .unchanged
      }
    }
  }

  private func stop(_ planned: Container, _ timeout: Duration?) async throws(EngineError) -> Outcome {
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
      return await settle(error, Outcome(.done)) { () async throws(EngineError) in
        guard let now = try await engine.container(planned.id, size: false) else { return .gone }
        switch now.state {
        case .exited, .dead, .removing: return .gone
        default: return spare(planned, now).map(Found.spared) ?? .unchanged
        }
      }
    }
  }

  private func spare(_ planned: Container, _ fresh: Container) -> Outcome? {
    if fresh.state == .removing { return Outcome(.skipped, note: .beingRemoved) }
    let changes = planned.changes(to: fresh)
    return changes.isEmpty ? nil : Outcome(.skipped, note: .changed(changes))
  }

  // MARK: Images

  private func take(
    _ subject: ImageSubject, _ verb: Verb, _ users: [ImageID: [ContainerID]]
  ) async throws(EngineError) -> Outcome {
    if let containers = users[subject.id] { return Outcome(.skipped, note: .inUse(by: containers)) }
    guard let fresh = try await engine.image(subject.id) else { return Outcome(.skipped, note: .alreadyGone) }
    if let spared = spare(subject, fresh.image) { return spared }
    do {
      switch verb {
      case .untag(let reference):
        let removal = try await engine.untag(reference)
        return Outcome(
          .done,
          reclaimed: removal.deleted.isEmpty ? .zero : release?.bytes(of: subject.image, deleted: removal.deleted))
      case .remove, .stop:
        let removal = try await engine.remove(subject.id, keepingParents: subject.keepsParents)
        return Outcome(.done, reclaimed: release?.bytes(of: subject.image, deleted: removal.deleted))
      }
    } catch {
      return await settle(error, Outcome(.done)) { () async throws(EngineError) in
        guard let now = try await engine.image(subject.id) else { return .gone }
        if let containers = ImageUsers.now(try await engine.containers())[subject.id] {
          return .spared(Outcome(.skipped, note: .inUse(by: containers)))
        }
        if case .untag(let reference) = verb, !now.image.removableReferences.contains(reference) { return .gone }
        return spare(subject, now.image).map(Found.spared) ?? .unchanged
      }
    }
  }

  private func spare(_ subject: ImageSubject, _ fresh: Image) -> Outcome? {
    let changes = subject.changes(to: fresh)
    return changes.isEmpty ? nil : Outcome(.skipped, note: .changed(changes))
  }

  // MARK: After a request that did not simply succeed

  /// What another look finds.
  private enum Found {
    case gone
    case leaving
    case spared(Outcome)
    case unchanged
  }

  /// Finds out what became of a step whose request failed: a time-out is no failure, and a refusal has a cause.
  private func settle(
    _ error: EngineError, _ done: Outcome, _ look: () async throws(EngineError) -> Found
  ) async -> Outcome {
    let isAnswered: Bool
    switch error {
    case .refused: isAnswered = true
    case .unreachable, .incompatible: return Outcome(.failed, note: .error(Wording.engine(error)))
    case .timedOut, .disconnected, .undecodable, .tooLarge: isAnswered = false
    }
    for attempt in 1...patience.tries {
      do {
        switch try await look() {
        // Who got no answer was obeyed; who was refused met somebody else's removal.
        case .gone: return isAnswered ? Outcome(.skipped, note: .alreadyGone) : done
        case .spared(let outcome): return outcome
        case .leaving: break
        case .unchanged:
          if case .refused(_, let status, let message) = error {
            return Outcome(.failed, note: .refused(status: status, message: message))
          }
          return Outcome(.unknown, note: .unanswered(Wording.engine(error)))
        }
      } catch {
        return Outcome(.unknown, note: .unanswered(Wording.engine(error)))
      }
      if attempt < patience.tries { try? await Task.sleep(for: patience.pause) }
    }
    return isAnswered
      ? Outcome(.skipped, note: .beingRemoved) : Outcome(.unknown, note: .unanswered(Wording.engine(error)))
  }
}
