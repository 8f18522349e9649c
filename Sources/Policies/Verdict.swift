/// What one policy says of one object.
package enum Verdict: Hashable, Sendable {
  case keep(KeepReason)
  case sweep(SweepReason)
}

/// Why an object goes. Facts only; words are made where they are shown.
package struct SweepReason: Hashable, Sendable {
  package var condition: Condition
  /// Since when, where that is known.
  package var elapsed: Duration?
  package var origin: AgeOrigin
  /// The policy's `older-than`.
  package var limit: Duration?
  /// Where the policy keeps the newest of a group, this one comes after them.
  package var beyond: Rank?

  package init(
    condition: Condition, elapsed: Duration? = nil, origin: AgeOrigin, limit: Duration? = nil, beyond: Rank? = nil
  ) {
    self.condition = condition
    self.elapsed = elapsed
    self.origin = origin
    self.limit = limit
    self.beyond = beyond
  }

  /// The state that it was found in.
  package enum Condition: Hashable, Sendable {
    case container(ContainerState, exitCode: Int?)
    /// No tag, and nothing built on it.
    case dangling
    /// No container uses it.
    case unused
    /// No container uses it once this plan has removed these.
    case freed(by: [ContainerID])
  }
}

/// A place among the newest of a group.
package struct Rank: Hashable, Sendable {
  /// From 1, newest first.
  package var place: Int
  /// How many the policy keeps.
  package var kept: Int
  /// The repository or label value; empty where all is one group.
  package var group: String
  package init(place: Int, kept: Int, group: String) {
    self.place = place
    self.kept = kept
    self.group = group
  }
}

/// Why an object stays.
package enum KeepReason: Hashable, Sendable {
  case notSelected
  case excepted(Filter)
  case protected(Protector)
  /// It is the container that janitor itself runs in.
  case janitorItself
  case managed(by: Manager)
  /// A removal takes only what is stopped, a stop only what runs.
  case inState(ContainerState)
  /// Its restart policy brings it back with the engine.
  case dormant(RestartPolicy)
  case inUse(by: [ContainerID])
  case hasChildren([ImageID])
  case newest(Rank)
  /// It has nothing by which the policy groups what it keeps.
  case ungrouped(Grouping)
  case tooYoung(elapsed: Duration, limit: Duration, origin: AgeOrigin)
  case ageUnknown(AgeOrigin)
  /// The engine does not say what a filter or rule needs.
  case unknown(Fact)
}

package enum Protector: Hashable, Sendable {
  case label(LabelMatch)
  case container(Glob)
  case image(Glob)
}

/// A fact that a rule needs and an engine may fail to give.
package enum Fact: Hashable, Sendable {
  case image, created, state, exitCode, restartPolicy, imageOfContainers
  case filter(Filter)
}

/// Who else looks after an object.
package enum Manager: String, Hashable, Sendable, CaseIterable {
  case swarm, kubernetes, compose, testcontainers
}
