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

/// What a number of bytes is at least and at most; exact where both are equal.
package struct ByteBounds: Hashable, Sendable {
  package var lower: ByteCount
  package var upper: ByteCount
  package init(lower: ByteCount, upper: ByteCount) {
    self.lower = lower
    self.upper = upper
  }
  package init(exactly bytes: ByteCount) { self.init(lower: bytes, upper: bytes) }
  package static let zero = ByteBounds(exactly: .zero)
  package var isExact: Bool { lower == upper }
  package static func + (a: ByteBounds, b: ByteBounds) -> ByteBounds {
    ByteBounds(lower: a.lower + b.lower, upper: a.upper + b.upper)
  }
}

/// A fact that costs the engine a request of its own and so is asked for only when something hangs on it.
package enum Lookup<Value: Hashable & Sendable>: Hashable, Sendable {
  /// Nobody asked yet.
  case notAsked
  /// The engine was asked and does not say.
  case unavailable
  case known(Value)

  package var value: Value? {
    if case .known(let value) = self { value } else { nil }
  }
}
