/// How fast a disk fills, by the line that fits best what the runs saw of it.
package enum Forecast: Hashable, Sendable {
  /// Nothing can be said: too little was seen.
  case unknown(samples: Int)
  /// It stays as it is, or empties.
  case steady(perDay: Double)
  /// In bytes a day, and how many days are left.
  case fills(perDay: Double, days: Double)

  /// - Parameter samples: oldest first; what is left is counted from the last of them.
  package init(_ samples: [DiskSample]) {
    let day = 86_400.0
    guard let first = samples.first, let last = samples.last, samples.count >= 3,
      last.at.unixSeconds - first.at.unixSeconds >= day
    else {
      self = .unknown(samples: samples.count)
      return
    }
    let points = samples.map { (($0.at.unixSeconds - first.at.unixSeconds) / day, Double($0.used.bytes)) }
    let count = Double(points.count)
    let (meanX, meanY) = (points.map(\.0).reduce(0, +) / count, points.map(\.1).reduce(0, +) / count)
    let spread = points.map { ($0.0 - meanX) * ($0.0 - meanX) }.reduce(0, +)
    let slope = points.map { ($0.0 - meanX) * ($0.1 - meanY) }.reduce(0, +) / spread
    // Less than a thousandth of the disk a year is none.
    guard slope * 365 > Double(last.size.bytes) / 1000 else {
      self = .steady(perDay: slope)
      return
    }
    self = .fills(perDay: slope, days: Double(max(0, last.size.bytes - last.used.bytes)) / slope)
  }
}
