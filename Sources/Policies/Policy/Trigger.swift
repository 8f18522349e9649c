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

extension Policy {
  /// Whether its rhythm says that it is its turn; `lastRun` is `nil` where it never ran.
  ///
  /// Early by a tenth of the rhythm, 90 minutes at most, counts as on time: the timer that comes with janitor fires with a
  /// random delay of up to an hour, so that two runs of one day and the next may be 23 hours apart.
  package func isDue(lastRun: Timestamp?, now: Timestamp) -> Bool {
    guard let every = trigger.every, let lastRun else { return true }
    let elapsed = lastRun.duration(to: now)
    // A run in the future is a clock that was set back.
    return elapsed < .zero || elapsed >= every - min(every / 10, .seconds(5400))
  }
}
