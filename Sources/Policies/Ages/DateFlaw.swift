/// Why a date says nothing: an image's of its creation, or one of a container's.
package enum DateFlaw: Hashable, Sendable {
  /// It is one of those that build tools write for the sake of equal results: of 1970, or of 1 January 1980. A clock without a
  /// battery begins there as well.
  case madeUp
  /// It has not come yet, by the engine's clock.
  case future
  /// Another image has the very same date and came at another time: it is that of the sources, say.
  case shared
  /// A container has started or ended before it was created: the clock was wrong.
  case beforeCreation
  /// A container has ended before it was last started.
  case beforeStart
  /// A container ran and runs no more, and nobody wrote down when it ended.
  case missing
}

/// What an age counts from instead of a date that says nothing.
package struct StandIn: Hashable, Sendable {
  package var evidence: Evidence
  /// What the date that says nothing is of.
  package var origin: AgeOrigin
  /// `nil` where it is missing.
  package var date: Timestamp?
  package var flaw: DateFlaw
  package init(_ evidence: Evidence, of origin: AgeOrigin = .created, date: Timestamp?, flaw: DateFlaw) {
    self.evidence = evidence
    self.origin = origin
    self.date = date
    self.flaw = flaw
  }

  package enum Evidence: Hashable, Sendable {
    /// By janitor.
    case firstSeen
    case tagged
    /// First seen by janitor without a tag.
    case untagged
    /// Of a container.
    case created, started, finished
    /// First seen by janitor when it did not run.
    case seenEnded
  }
}

extension Image {
  /// What its date of creation shows by itself to be no build's.
  package func obviousFlaw(now: Timestamp) -> DateFlaw? {
    guard let created = details.value?.created ?? created else { return nil }
    return created <= .lastMadeUp ? .madeUp : created > now ? .future : nil
  }
}

extension Timestamp {
  /// 1980-01-02T00:00:00Z. Build tools make up 1970-01-01, or 1980-01-01, the first date that a ZIP file can hold, with a second
  /// or a time zone added.
  static let lastMadeUp = Timestamp(nanoseconds: 315_619_200_000_000_000)
}
