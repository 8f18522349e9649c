/// A declared rule: which objects, how old, how many to keep, what to do.
package struct Policy: Hashable, Sendable {
  package var name: String
  package var isEnabled: Bool
  package var action: PolicyAction
  package var target: Target
  package var filters: FilterSet
  /// Whatever matches any of these stays.
  package var exceptions: [Filter]
  package var olderThan: Duration?
  /// What `olderThan` is measured from.
  package var since: AgeOrigin
  package var keepLast: KeepLast?
  /// How long a stopped container has to end by itself; the engine's default where `nil`.
  package var stopTimeout: Duration?
  /// Whether volumes that somebody gave a name are meant as well as anonymous ones (S5).
  package var takesNamed: Bool
  /// Whether containers go with the anonymous volumes that only they use.
  package var takesVolumes: Bool
  package var trigger: Trigger

  package init(
    name: String, isEnabled: Bool = true, action: PolicyAction = .remove, target: Target,
    filters: FilterSet = FilterSet(), exceptions: [Filter] = [], olderThan: Duration? = nil,
    since: AgeOrigin? = nil, keepLast: KeepLast? = nil, stopTimeout: Duration? = nil, takesNamed: Bool = false,
    takesVolumes: Bool = false, trigger: Trigger = Trigger()
  ) {
    self.name = name
    self.isEnabled = isEnabled
    self.action = action
    self.target = target
    self.filters = filters
    self.exceptions = exceptions
    self.olderThan = olderThan
    self.since = since ?? target.defaultOrigin(for: action)
    self.keepLast = keepLast
    self.stopTimeout = stopTimeout
    self.takesNamed = takesNamed
    self.takesVolumes = takesVolumes
    self.trigger = trigger
  }

  /// The age below which things stay. For volumes there always is one: first seen unused in this very run, they have none yet.
  package var ageLimit: Duration? { olderThan ?? (target == .volumes ? .zero : nil) }
}

/// When a policy acts, apart from what it selects.
package struct Trigger: Hashable, Sendable {
  /// Its own rhythm: `run --due` leaves it out until so long after the last run that it took part in.
  package var every: Duration?
  package var pressure: Pressure?
  package init(every: Duration? = nil, pressure: Pressure? = nil) {
    self.every = every
    self.pressure = pressure
  }
}

/// Acts only on what is together larger than so much, and only until it is down to so much, the longest unused first.
package struct Pressure: Hashable, Sendable {
  package var largerThan: ByteCount
  package var downTo: ByteCount
  package init(largerThan: ByteCount, downTo: ByteCount? = nil) {
    self.largerThan = largerThan
    self.downTo = downTo ?? largerThan
  }
}

/// What a policy does with what it selects.
package enum PolicyAction: String, Hashable, Sendable, CaseIterable {
  case remove, stop
}

/// The kind of object that a policy is about, in the words of janitor.conf.
package enum Target: String, Hashable, Sendable, CaseIterable {
  case containers, images, volumes, networks
  case buildCache = "build-cache"

  /// The word for one of them, as steps and the ledger use it.
  package var singular: String {
    switch self {
    case .containers: "container"
    case .images: "image"
    case .volumes: "volume"
    case .networks: "network"
    case .buildCache: "build-cache"
    }
  }

  /// What `since` may say, its default for `remove` first.
  package var origins: [AgeOrigin] {
    switch self {
    case .containers: [.finished, .created, .started]
    case .images: [.lastUsed, .created, .tagged]
    case .volumes, .networks: [.unused]
    case .buildCache: [.lastUsed, .created]
    }
  }

  /// A container that is to be stopped has not finished: its age counts from its start.
  package func defaultOrigin(for action: PolicyAction) -> AgeOrigin {
    action == .stop ? .started : origins[0]
  }
}

/// What an age is measured from.
package enum AgeOrigin: String, Hashable, Sendable, CaseIterable {
  case finished, created, started
  /// Of an image the latest of: seen in use, first seen by janitor, tagged. Of build cache what the engine says.
  case lastUsed = "last-used"
  case tagged
  /// First seen unused by janitor, and unused at each look since.
  case unused
}

/// Keeps the newest of each group, however old they are.
package struct KeepLast: Hashable, Sendable {
  package var count: Int
  /// `nil`: all that the policy selects is one group.
  package var grouping: Grouping?
  package init(count: Int, per grouping: Grouping? = nil) {
    self.count = count
    self.grouping = grouping
  }
}

package enum Grouping: Hashable, Sendable {
  case repository
  case label(String)
  /// A service of a Compose project.
  case composeService
  /// Each network that a container is connected to.
  case network
}

/// What is never touched, whatever a policy says (`[protect]`).
package struct Protection: Hashable, Sendable {
  package var labels: [LabelMatch]
  /// Globs on container names.
  package var containers: [Glob]
  /// Globs on `repository:tag`.
  package var images: [Glob]
  /// Globs on volume names.
  package var volumes: [Glob]
  /// Globs on network names.
  package var networks: [Glob]
  package init(
    labels: [LabelMatch] = [], containers: [Glob] = [], images: [Glob] = [], volumes: [Glob] = [],
    networks: [Glob] = []
  ) {
    self.labels = labels
    self.containers = containers
    self.images = images
    self.volumes = volumes
    self.networks = networks
  }
}

/// How much one run may do before it refuses (`[brake]`).
package struct Brake: Hashable, Sendable {
  package var steps: Int
  /// Of all objects of one kind, 0 to 1; counts only where there are ten or more.
  package var share: Double
  package init(steps: Int = 1000, share: Double = 0.9) {
    self.steps = steps
    self.share = share
  }
}
