import EngineClient
import Policies

extension StepAction {
  /// Who uses images, and on Podman, which images manifest lists are made of.
  func imageSurroundings() async throws(EngineError) -> Surroundings {
    let users = Users(try await engine.containers())
    guard engine.identity.kind == .podman else { return Surroundings(users: users) }
    var images = try await engine.images()
    for index in images.indices where images[index].form != .image && !self.images.contains(images[index].id) {
      guard let form = try await engine.manifestForm(of: images[index]) else { continue }
      images[index].form = form
    }
    return Surroundings(users: users, lists: ManifestLists(images))
  }

  func take(
    _ subject: ImageSubject, _ verb: Verb, _ surroundings: Surroundings
  ) async throws(EngineError) -> Outcome {
    if let containers = surroundings.users.images[subject.id] {
      return Outcome(.skipped, note: .inUse(by: containers))
    }
    guard let fresh = try await engine.image(subject.id) else { return Outcome(.skipped, note: .alreadyGone) }
    if let spared = spare(subject.changes(to: fresh.image)) { return spared }
    if let reason = surroundings.lists.keep(subject.image) { return Outcome(.skipped, note: .noLongerPlanned(reason)) }
    do {
      switch verb {
      case .untag(let reference):
        let removal = try await engine.untag(reference)
        return Outcome(.done, reclaimed: measure.bytes(of: fresh, deleted: removal.deleted))
      case .remove, .stop:
        let removal = try await engine.remove(subject.id, keepingParents: subject.keepsParents)
        return Outcome(.done, reclaimed: measure.bytes(of: fresh, deleted: removal.deleted))
      }
    } catch {
      return await settle(error, Outcome(.done)) { () async throws(EngineError) in
        guard let now = try await engine.image(subject.id) else { return .gone }
        if let containers = Users(try await engine.containers()).images[subject.id] {
          return .spared(Outcome(.skipped, note: .inUse(by: containers)))
        }
        if case .untag(let reference) = verb, !now.image.removableReferences.contains(reference) { return .gone }
        return spare(subject.changes(to: now.image, despite: verb)).map(Found.spared) ?? .unchanged
      }
    }
  }
}
