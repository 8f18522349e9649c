/// A number of bytes, never negative in an engine's answer; unknown is `nil`, not 0.
package struct ByteCount: Hashable, Comparable, Sendable, AdditiveArithmetic {
  package var bytes: Int64
  package init(_ bytes: Int64) { self.bytes = bytes }
  package static let zero = ByteCount(0)
  package static func < (a: ByteCount, b: ByteCount) -> Bool { a.bytes < b.bytes }
  package static func + (a: ByteCount, b: ByteCount) -> ByteCount { ByteCount(a.bytes &+ b.bytes) }
  package static func - (a: ByteCount, b: ByteCount) -> ByteCount { ByteCount(a.bytes &- b.bytes) }
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
