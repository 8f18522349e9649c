/// A number of bytes, never negative in an engine's answer; unknown is `nil`, not 0.
package struct ByteCount: Hashable, Comparable, Sendable, AdditiveArithmetic {
  package var bytes: Int64
  package init(_ bytes: Int64) { self.bytes = bytes }
  package static let zero = ByteCount(0)
  package static func < (a: ByteCount, b: ByteCount) -> Bool { a.bytes < b.bytes }
  package static func + (a: ByteCount, b: ByteCount) -> ByteCount { ByteCount(a.bytes &+ b.bytes) }
  package static func - (a: ByteCount, b: ByteCount) -> ByteCount { ByteCount(a.bytes &- b.bytes) }
}

extension ByteCount {
  /// Itself in parts that stand to each other as the weights do, and are together exactly it; equal ones where nothing
  /// weighs anything.
  package func shared(by weights: [ByteCount]) -> [ByteCount] {
    let total = weights.reduce(0.0) { $0 + Double($1.bytes) }
    var given: Int64 = 0
    var sum = 0.0
    return weights.enumerated().map { index, weight in
      sum += total > 0 ? Double(weight.bytes) / total : 1 / Double(weights.count)
      // Up to here, less what was given before: rounding never adds up.
      let upTo = index == weights.count - 1 ? bytes : Int64((Double(bytes) * min(sum, 1)).rounded())
      defer { given = upTo }
      return ByteCount(upTo - given)
    }
  }

  /// Reads `500MB`, `1.5GB` (powers of 1000) and `20GiB` (powers of 1024), with or without the `B`, and `0`.
  ///
  /// `nil` for anything else: a sign, a space, a number without a unit, or more than fits.
  package init?(text: some StringProtocol) {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard number.first?.isNumber ?? false, number.last != ".", let value = Double(number) else { return nil }
    var unit = text.dropFirst(number.count)
    if unit.hasSuffix("B") { unit = unit.dropLast() }
    let scales: [String: Double] = [
      "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "Ki": 1_024, "Mi": 1_048_576,
      "Gi": 1_073_741_824, "Ti": 1_099_511_627_776, "Pi": 1_125_899_906_842_624,
    ]
    let isPlain = unit.isEmpty && (text.hasSuffix("B") || value == 0)
    guard let scale = isPlain ? 1 : scales[String(unit)], value * scale < 9e18 else { return nil }
    self.init(Int64((value * scale).rounded()))
  }
}
