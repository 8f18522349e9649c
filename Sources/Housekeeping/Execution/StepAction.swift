import EngineClient
import Policies

/// One step: looks again at its object by ID, acts only on what is as it was, and finds out what became of it.
struct StepAction: Sendable {
  let engine: Engine
  let measure: ImageMeasure
  /// Those that the plan knows for images, so that nobody asks again whether they are manifest lists.
  let images: Set<ImageID>
  /// How often and how long to look for the end of a removal that somebody else began.
  var patience: (tries: Int, pause: Duration) = (50, .milliseconds(200))

  init(engine: Engine, measure: ImageMeasure, among inventory: Inventory = Inventory()) {
    self.engine = engine
    self.measure = measure
    images = Set(inventory.images.filter(\.isKnownImage).map(\.id))
  }

  func perform(_ step: Step, _ surroundings: Result<Surroundings, EngineError>) async -> Outcome {
    do throws(EngineError) {
      switch (step.subject, step.verb) {
      case (.container(let subject), .remove): return try await remove(subject, surroundings.get())
      case (.container(let subject), .stop(let timeout)): return try await stop(subject.container, timeout)
      case (.image(let subject), .remove), (.image(let subject), .untag):
        return try await take(subject, step.verb, surroundings.get())
      case (.volume(let volume), .remove): return try await remove(volume, surroundings.get())
      case (.network(let network), .remove): return try await remove(network, surroundings.get())
      case (.cache(let record), .remove): return try await remove(record, surroundings.get())
      case (_, .stop), (_, .untag): return Outcome(.failed, note: .impossible)
      }
    } catch {
      // Raised by a look, before anything was asked for.
      return Outcome(.failed, note: .notLookedAt(error))
    }
  }

  /// What a stage of one kind of object has to know beside its objects: what began after the inventory was taken is not
  /// in it, and one list shows that for all of them.
  ///
  /// - Parameter takesVolumes: whether containers go with volumes of theirs.
  func surroundings(of target: Target, takesVolumes: Bool = false) async -> Result<Surroundings, EngineError> {
    do throws(EngineError) {
      switch target {
      case .containers where !takesVolumes:
        return .success(Surroundings(dependents: Dependents(try await engine.containers())))
      case .images: return .success(try await imageSurroundings())
      case .containers, .volumes:
        let containers = engine.following(try await engine.containers())
        return .success(
          Surroundings(
            users: Users(containers, volumes: try await engine.volumes()), dependents: Dependents(containers)))
      case .networks:
        return .success(Surroundings(users: Users(try await engine.containers())))
      case .buildCache: return .success(Surroundings(cache: try await engine.cacheRecords()))
      }
    } catch {
      return .failure(error)
    }
  }

  func spare(_ changes: [Change]) -> Outcome? {
    changes.isEmpty ? nil : Outcome(.skipped, note: .changed(changes))
  }

  // MARK: After a request that did not simply succeed

  /// What another look finds.
  enum Found {
    /// What was wanted is so.
    case gone
    case leaving
    /// Somebody else changed it: by what no request of janitor's own can do.
    case spared(Outcome)
    /// As it was, or as the request itself left it.
    case unchanged
  }

  /// Finds out what became of a step whose request failed: a time-out is no failure, and a refusal has a cause.
  ///
  /// What the object has become is explained by the request first, and only what the request cannot do by somebody else.
  ///
  /// - Parameter already: what is said where the request was refused, and what was wanted is so.
  func settle(
    _ error: EngineError, _ done: Outcome, unless already: Outcome.Note = .alreadyGone,
    _ look: () async throws(EngineError) -> Found
  ) async -> Outcome {
    let isRefused: Bool
    switch error {
    // An engine that itself fails may have done it all the same: Docker's lets an image go first, then layers and parents.
    case .refused(_, let status, _): isRefused = status < 500
    case .unreachable, .incompatible: return Outcome(.failed, note: .notLookedAt(error))
    case .timedOut, .disconnected, .undecodable, .tooLarge: isRefused = false
    }
    for attempt in 1...patience.tries {
      do {
        switch try await look() {
        // Who got no answer was obeyed; who was refused met somebody else's removal.
        case .gone:
          guard case .refused(_, let status, let message) = error else { return done }
          if isRefused { return Outcome(.skipped, note: already) }
          // Podman's containers go, and what it could not remove stays on the disk.
          return Outcome(
            .done, reclaimed: done.reclaimed == .zero ? .zero : nil,
            note: .doneDespite(status: status, message: message))
        case .spared(let outcome): return outcome
        case .leaving: break
        case .unchanged:
          if case .refused(_, let status, let message) = error {
            return Outcome(.failed, note: .refused(status: status, message: message))
          }
          return Outcome(.unknown, note: .unanswered(error))
        }
      } catch {
        return Outcome(.unknown, note: .unanswered(error))
      }
      if attempt < patience.tries { try? await Task.sleep(for: patience.pause) }
    }
    return isRefused
      ? Outcome(.skipped, note: .beingRemoved) : Outcome(.unknown, note: .unanswered(error))
  }
}

/// What was beside the objects of a stage just before it began.
struct Surroundings: Sendable {
  var users = Users([])
  var dependents = Dependents([])
  var lists = ManifestLists([])
  var cache: [CacheRecord] = []
}
