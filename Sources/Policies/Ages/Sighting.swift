/// When janitor saw an object, on the engine's clock.
package struct Sighting: Hashable, Sendable {
  package var firstSeen: Timestamp
  /// `nil` where it was never seen in use.
  package var lastInUse: Timestamp?
  /// Since when every look found it unused; `nil` where the latest found it in use.
  package var firstUnused: Timestamp?
  /// Of an image: since when every look found it without a tag; `nil` where the latest found one.
  package var firstUntagged: Timestamp?
  package init(
    firstSeen: Timestamp, lastInUse: Timestamp? = nil, firstUnused: Timestamp? = nil, firstUntagged: Timestamp? = nil
  ) {
    self.firstSeen = firstSeen
    self.lastInUse = lastInUse
    self.firstUnused = firstUnused
    self.firstUntagged = firstUntagged
  }

  /// What one more look adds to what is remembered of an object.
  package init(_ earlier: Sighting?, isUsed: Bool, isUntagged: Bool = false, at now: Timestamp) {
    firstSeen = earlier?.firstSeen ?? now
    lastInUse = isUsed ? now : earlier?.lastInUse
    firstUnused = isUsed ? nil : earlier?.firstUnused ?? now
    firstUntagged = isUntagged ? earlier?.firstUntagged ?? now : nil
  }
}
