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
    /// It stands in a stored plan, and the list that its policy needs could not be had.
    case unlisted(Target, EngineError)
    case inUse(by: [ContainerID])
    /// Something is on the network that is no container.
    case occupied(by: [String])
    /// The files of other volumes are in it.
    case holdsVolumes([VolumeName])
    /// Some container uses a volume that the engine does not name: it may be this one.
    case unnamedVolume
    /// The engine left it where it is, and there is no sign of why.
    case keptByEngine
    /// A step before it on the same object, on which it relies, was not done.
    case after(step: Int)
    /// Janitor was told to stop before the step began.
    case notBegun
    /// The ledger failed before the step began, so nothing may be asked for any more.
    case notRecordable
    /// The engine refused, with its own words.
    case refused(status: Int, message: String)
    /// The engine failed over it, with its own words, and did it all the same; what came free, nobody can tell.
    case doneDespite(status: Int, message: String)
    /// The request ended without an answer, and a second look did not settle it.
    case unanswered(EngineError)
    /// The look before the step failed; nothing was asked for.
    case notLookedAt(EngineError)
    /// A verb that objects of this kind do not know.
    case impossible
  }
}
