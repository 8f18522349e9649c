/// What a number of bytes is at least and at most; exact where both are equal.
package struct ByteBounds: Hashable, Sendable {
  package var lower: ByteCount
  /// `nil` where nobody can tell how much more it may be.
  package var upper: ByteCount?
  package init(lower: ByteCount, upper: ByteCount?) {
    self.lower = lower
    self.upper = upper
  }
  package init(exactly bytes: ByteCount) { self.init(lower: bytes, upper: bytes) }
  package init(atLeast bytes: ByteCount) { self.init(lower: bytes, upper: nil) }

  package static let zero = ByteBounds(exactly: .zero)
  /// Nobody can tell.
  package static let unknown = ByteBounds(atLeast: .zero)

  package var isExact: Bool { lower == upper }
  /// The one number that stands for it where only one fits: the most it can be, else what is known of it; `nil` where
  /// nothing is.
  package var single: ByteCount? { upper ?? (lower > .zero ? lower : nil) }

  package static func + (a: ByteBounds, b: ByteBounds) -> ByteBounds {
    ByteBounds(lower: a.lower + b.lower, upper: a.upper.flatMap { a in b.upper.map { a + $0 } })
  }
}
