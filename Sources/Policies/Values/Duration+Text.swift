extension Duration {
  /// Reads `90s`, `15m`, `24h`, `7d`, `2w` and sums of them (`1d12h`); also `ms` and fractions as Go writes them (`1.5h`).
  ///
  /// `nil` for anything else: a bare number, a sign, a space, a unit out of place, or more than 100 years.
  package init?(text: some StringProtocol) {
    var total = 0.0
    var rest = Substring(text)
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard let first = number.first, first != ".", number.last != ".", let value = Double(number) else { return nil }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      guard let scale = Self.units[String(unit)] else { return nil }
      rest = rest.dropFirst(unit.count)
      total += value * scale
    }
    guard total <= 100 * 365 * 86400 else { return nil }
    self = .milliseconds(Int64((total * 1000).rounded()))
  }

  private static let units: [String: Double] = [
    "ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800,
  ]
}
