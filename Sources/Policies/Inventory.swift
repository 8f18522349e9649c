/// Everything the engine held at one instant, as far as somebody asked for it.
package struct Inventory: Hashable, Sendable {
  /// Newest first, as the engine lists them.
  package var containers: [Container]
  /// Intermediate ones included.
  package var images: [Image]
  package init(containers: [Container] = [], images: [Image] = []) {
    self.containers = containers
    self.images = images
  }
}

/// What the ledger remembers of earlier inventories.
package struct Memory: Hashable, Sendable {
  package var images: [ImageID: Sighting]
  package init(images: [ImageID: Sighting] = [:]) { self.images = images }
}

/// When janitor saw an object, on the engine's clock.
package struct Sighting: Hashable, Sendable {
  package var firstSeen: Timestamp
  /// `nil` where it was never seen in use.
  package var lastInUse: Timestamp?
  package init(firstSeen: Timestamp, lastInUse: Timestamp? = nil) {
    self.firstSeen = firstSeen
    self.lastInUse = lastInUse
  }
}
