/// What was found otherwise when a step looked at its object again.
package enum Change: Hashable, Sendable {
  case state(from: ContainerState, to: ContainerState)
  case restarted
  case renamed(to: String)
  case relabelled
  case restartPolicy
  case retagged(now: [String])
  /// The references are the same, and one of them was put on it once more.
  case taggedAgain
  case image
  /// It is another one of the same name.
  case replaced
  /// A build uses it.
  case inUse
  /// A build used it.
  case used
}

extension Container {
  /// What of the facts that a step was decided on is otherwise now; empty where it may go on.
  package func changes(to now: Container) -> [Change] {
    var changes: [Change] = []
    if now.state != state { changes.append(.state(from: state, to: now.state)) }
    if now.details.value?.started != details.value?.started || now.details.value?.finished != details.value?.finished {
      changes.append(.restarted)
    }
    if now.name != name { changes.append(.renamed(to: now.displayName)) }
    if now.labels != labels { changes.append(.relabelled) }
    if now.details.value?.restart != details.value?.restart { changes.append(.restartPolicy) }
    if now.image != image { changes.append(.image) }
    return changes
  }
}

extension Container {
  /// What is otherwise after such a request ended in an error, and cannot be the doing of that request.
  package func changes(to now: Container, despite verb: Verb) -> [Change] {
    changes(to: now).filter { change in
      switch (verb, change) {
      // A removal that fails leaves it dead.
      case (.remove, .state(_, .removing)), (.remove, .state(_, .dead)): false
      // A stop lets a paused one go on, so that it can hear of it.
      case (.stop, .state(.paused, .running)): false
      default: true
      }
    }
  }
}

extension Volume {
  /// What of the facts that a step was decided on is otherwise now. A date that moved means another volume of that name,
  /// or, on engines that let it move, one that was just used.
  package func changes(to now: Volume) -> [Change] {
    var changes: [Change] = []
    if now.created != created || now.driver != driver { changes.append(.replaced) }
    if now.labels != labels { changes.append(.relabelled) }
    return changes
  }
}

extension Volume {
  /// What is otherwise after a removal ended in an error, and cannot be its doing: one that got no further than half of the
  /// files moves the date.
  package func changes(to now: Volume, despite verb: Verb) -> [Change] {
    var before = self
    if verb == .remove, let created, let moved = now.created, moved > created { before.created = moved }
    return before.changes(to: now)
  }
}

extension Network {
  package func changes(to now: Network) -> [Change] { now.labels == labels ? [] : [.relabelled] }
}

extension CacheRecord {
  package func changes(to now: CacheRecord) -> [Change] {
    var changes: [Change] = []
    if now.isInUse { changes.append(.inUse) }
    if now.lastUsed != lastUsed { changes.append(.used) }
    return changes
  }
}

extension ImageSubject {
  /// What is otherwise now, given the references that the plan took off it itself.
  package func changes(to now: Image) -> [Change] {
    let expected = Set(image.removableReferences).subtracting(untaggedBefore)
    let found = now.removableReferences
    guard Set(found) == expected else { return [.retagged(now: found)] }
    // The same tag put on it once more makes it newer to whoever counts from there.
    guard let planned = image.details.value, let tagged = now.details.value?.tagged else { return [] }
    return planned.tagged.map { tagged > $0 } ?? true ? [.taggedAgain] : []
  }
}

extension ImageSubject {
  /// What is otherwise after such a request ended in an error, and cannot be its doing: references that it may have taken
  /// off are missing, and nothing came.
  package func changes(to now: Image, despite verb: Verb) -> [Change] {
    let expected = Set(image.removableReferences).subtracting(untaggedBefore)
    let found = Set(now.tags + now.digests)
    let own: Set<String> = if case .untag(let reference) = verb { [reference] } else { expected }
    let lost = expected.subtracting(found)
    guard found.isSubset(of: image.tags + image.digests), found.isDisjoint(with: untaggedBefore), lost.isSubset(of: own)
    else { return [.retagged(now: now.removableReferences)] }
    return lost.isEmpty ? changes(to: now) : []
  }
}
