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

/// Why the brake stops a run, with the figures that did it.
package enum BrakeTrip: Hashable, Sendable {
  case steps(planned: Int, limit: Int)
  case share(Target, removed: Int, of: Int, limit: Double)
}
