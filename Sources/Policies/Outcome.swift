/// What became of a step.
package struct Outcome: Hashable, Sendable {
  package var kind: Kind
  /// What came free, by the engine's own answer; `nil` where nothing was done or nobody can tell.
  package var reclaimed: ByteCount?
  package var note: Note?
  package init(_ kind: Kind, reclaimed: ByteCount? = nil, note: Note? = nil) {
    self.kind = kind
    self.reclaimed = reclaimed
    self.note = note
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Only in a dry run.
    case planned
    /// Open: asked, or about to be.
    case intended
    case done, skipped, failed, unknown
  }

  /// Why it was not simply done.
  package enum Note: Hashable, Sendable {
    case alreadyGone
    case alreadyStopped
    case beingRemoved
    case changed([Change])
    /// It stands in a stored plan, and a plan made now would leave it; why, where a policy still selects it.
    case noLongerPlanned(KeepReason?)
    case inUse(by: [ContainerID])
    /// The engine left it where it is, and there is no sign of why.
    case keptByEngine
    /// Janitor was told to stop before the step began.
    case notBegun
    /// The engine refused, with its own words.
    case refused(status: Int, message: String)
    /// The request ended without an answer, and a second look did not settle it.
    case unanswered(String)
    /// Another failure, in words.
    case error(String)
  }
}

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
