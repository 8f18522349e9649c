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
  /// What the age counts from where the date that the policy goes by says nothing.
  package var standIn: StandIn?
  /// The policy's `older-than`.
  package var limit: Duration?
  /// Where the policy keeps the newest of a group, this one comes after them.
  package var beyond: Rank?
  /// What was larger than the policy allows when this one's turn came.
  package var excess: Excess?
  /// The anonymous volumes of a container that its removal takes along or leaves behind.
  package var volumes: AttachedVolumes?

  package init(
    condition: Condition, elapsed: Duration? = nil, origin: AgeOrigin, standIn: StandIn? = nil, limit: Duration? = nil,
    beyond: Rank? = nil, excess: Excess? = nil, volumes: AttachedVolumes? = nil
  ) {
    self.standIn = standIn
    self.excess = excess
    self.volumes = volumes
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
    /// No build uses it now; shared, an image has the same layer.
    case cached(isShared: Bool)
  }
}

/// How much there is of what a policy keeps below a size.
package struct Excess: Hashable, Sendable {
  package var total: ByteCount
  package var pressure: Pressure
  package init(total: ByteCount, pressure: Pressure) {
    self.total = total
    self.pressure = pressure
  }
}

/// How many anonymous volumes go with a container, and how many nobody has once it is gone.
package struct AttachedVolumes: Hashable, Sendable {
  package var taken: Int
  package var left: Int
  package init(taken: Int = 0, left: Int = 0) {
    self.taken = taken
    self.left = left
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
  /// janitor runs in a container, and it may be this one.
  case maybeJanitorItself
  case managed(by: Manager)
  /// A removal takes only what is stopped, a stop only what runs.
  case inState(ContainerState)
  /// Its restart policy brings it back with the engine.
  case dormant(RestartPolicy)
  case inUse(by: [ContainerID])
  /// Something is on the network that is no container.
  case occupied(by: [String])
  /// It only holds a configuration, from which networks may be made at any time.
  case configuration
  /// Networks were made from it.
  case configures([String])
  /// Containers of these names cannot do without it.
  case needed(by: [String])
  case hasChildren([ImageID])
  /// The files of other volumes are in it.
  case holdsVolumes([VolumeName])
  /// Records of the build cache that were built on it stay.
  case holdsCache([CacheID])
  case newest(Rank)
  /// It has nothing by which the policy groups what it keeps.
  case ungrouped(Grouping)
  case tooYoung(elapsed: Duration, limit: Duration, origin: AgeOrigin, standIn: StandIn? = nil)
  case ageUnknown(AgeOrigin)
  /// A volume that somebody named, and a policy that does not say `named = true`.
  case named
  /// A volume that somebody may have named, and such a policy.
  case maybeNamed
  /// A volume whose name no request can have in its path.
  case unaddressable
  /// The engine says that it is in use; by what, it does not say.
  case inUseByEngine
  /// A record of the build cache whose layer an image has: its removal would free nothing.
  case sharedWithImage
  /// A network that the engine comes with.
  case predefined
  /// Another tool's container in Podman's storage, or a build's.
  case external
  /// Its image is used by such containers, with these names.
  case inUseOutside(by: [String])
  /// A pod goes whole or stays whole.
  case partOfPod(String)
  /// It stands for the images of several platforms.
  case manifestList
  /// It is in a store that the engine only reads.
  case readOnly
  /// Manifest lists of these names would miss it.
  case partOfManifestLists([String])
  /// It belongs to a Compose project that still has a container.
  case partOfProject(String)
  /// What it is a part of is no larger than the policy allows.
  case withinLimit(Excess)
  /// It could not be looked at.
  case unseen(Unseen)
  /// The policy needs a list that could not be had.
  case unlisted(Target, EngineError)
  /// The engine does not say what a filter or rule needs.
  case unknown(Fact)
}

package enum Protector: Hashable, Sendable {
  case label(LabelMatch)
  case container(Glob)
  case image(Glob)
  case volume(Glob)
  case network(Glob)
}

/// A fact that a rule needs and an engine may fail to give.
package enum Fact: Hashable, Sendable {
  case image, created, state, exitCode, restartPolicy, usage, endpoints
  case imageOfContainers, volumesOfContainers, manifestLists, ties
  case filter(Filter)
}
