/// An instant in UTC, to the nanosecond, counted from the Unix epoch (years 1678 to 2262).
///
/// It stands in for Foundation's `Date`, so that this room needs no import. A time that an engine
/// uses to say "never" (year 1, Podman's -62135596800) has no `Timestamp`: it is `nil`.
package struct Timestamp: InstantProtocol, Hashable, Sendable {
  package let nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// 1970-01-01T00:00:00Z: of most times an engine means "never" by it; as an image's date of creation it is made up.
  package static let epoch = Timestamp(nanoseconds: 0)

  /// `nil` where an engine means "never": before 1970-01-01T00:00:01Z, or outside the range.
  package init?(unixSeconds: Int64) {
    guard unixSeconds > 0, unixSeconds < Int64.max / 1_000_000_000 else { return nil }
    nanoseconds = unixSeconds * 1_000_000_000
  }

  /// Seconds since the epoch with a fraction, as the ledger keeps them (exact to about a microsecond).
  package var unixSeconds: Double { Double(nanoseconds) / 1e9 }

  /// The inverse of `unixSeconds`; clamps what is out of range.
  package init(unixSeconds: Double) {
    nanoseconds = Int64(max(-9e18, min(9e18, (unixSeconds * 1e9).rounded())))
  }

  package func advanced(by duration: Duration) -> Timestamp {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.clampedNanoseconds)
    return Timestamp(nanoseconds: overflow ? (duration < .zero ? .min : .max) : sum)
  }

  package func duration(to other: Timestamp) -> Duration {
    .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
  }

  package static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }
}

extension Duration {
  /// Whole nanoseconds, clamped to what fits.
  var clampedNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow2) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflow || overflow2 ? (seconds < 0 ? .min : .max) : sum
  }

  /// Seconds with a fraction.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
