/// When janitor saw an object, on the engine's clock.
package struct Sighting: Hashable, Sendable {
  package var firstSeen: Timestamp
  /// `nil` where it was never seen in use.
  package var lastInUse: Timestamp?
  /// Since when every look found it unused; `nil` where the latest found it in use.
  package var firstUnused: Timestamp?
  package init(firstSeen: Timestamp, lastInUse: Timestamp? = nil, firstUnused: Timestamp? = nil) {
    self.firstSeen = firstSeen
    self.lastInUse = lastInUse
    self.firstUnused = firstUnused
  }

  /// What one more look adds to what is remembered of an object.
  package init(_ earlier: Sighting?, isUsed: Bool, at now: Timestamp) {
    firstSeen = earlier?.firstSeen ?? now
    lastInUse = isUsed ? now : earlier?.lastInUse
    firstUnused = isUsed ? nil : earlier?.firstUnused ?? now
  }
}
