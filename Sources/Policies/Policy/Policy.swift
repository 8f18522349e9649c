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

/// What a policy does with what it selects.
package enum PolicyAction: String, Hashable, Sendable, CaseIterable {
  case remove, stop
}
