/// What an earlier inspection showed of a container.
package struct ContainerFacts: Hashable, Sendable {
  /// On the engine's clock.
  package var seen: Timestamp
  package var state: ContainerState
  package var details: ContainerDetails
  /// `nil` where it was not measured.
  package var size: ContainerSize?
  package init(seen: Timestamp, state: ContainerState, details: ContainerDetails, size: ContainerSize? = nil) {
    self.seen = seen
    self.state = state
    self.details = details
    self.size = size
  }
}

/// What an earlier inspection showed of an image beside its layers.
package struct ImageFacts: Hashable, Sendable {
  package var seen: Timestamp
  package var references: [String]
  package var details: ImageDetails
  package init(seen: Timestamp, references: [String], details: ImageDetails) {
    self.seen = seen
    self.references = references
    self.details = details
  }
}

/// What no list shows (a restart policy changed by hand, a tag put on anew) is looked at again after so long.
private let longestBelieved = Duration.seconds(86_400)

extension Container {
  /// Whether an earlier look at it still tells how it is.
  ///
  /// The list says how long it has been in its state at least: who looked since then saw just that state. A step looks
  /// again in any case.
  package func stillHas(_ facts: ContainerFacts, now: Timestamp) -> Bool {
    let age = facts.seen.duration(to: now)
    guard facts.state == state, age >= .zero, age < longestBelieved,
      exitCode ?? facts.details.exitCode == facts.details.exitCode
    else { return false }
    switch state {
    // Once started it would be in another state.
    case .created: return true
    case .exited, .running: return inStateAtLeast.map { age + .seconds(2) <= $0 } ?? false
    case .paused, .restarting, .removing, .dead, .other: return false
    }
  }
}

extension Image {
  package func stillHas(_ facts: ImageFacts, now: Timestamp) -> Bool {
    let age = facts.seen.duration(to: now)
    return age >= .zero && age < longestBelieved && facts.references == tags + digests
  }
}
