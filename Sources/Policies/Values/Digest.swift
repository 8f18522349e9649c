/// 256 bits, which engines write as 64 lower-case hexadecimal digits. A host may have a million of them: as numbers they
/// take a third of what their texts do, and stand in the same order.
struct Digest: Hashable, Comparable, Sendable {
  // From the highest to the lowest.
  private let a: UInt64
  private let b: UInt64
  private let c: UInt64
  private let d: UInt64

  private init(_ words: [4 of UInt64]) {
    (a, b, c, d) = (words[0], words[1], words[2], words[3])
  }

  /// `nil` unless these are all of the digits and nothing else.
  init?(hex: Substring.UTF8View) {
    guard let words = hex.withContiguousStorageIfAvailable(Self.words) ?? Self.words(hex) else { return nil }
    self.init(words)
  }

  private static func words(_ hex: some Collection<UInt8>) -> [4 of UInt64]? {
    guard hex.count == 64 else { return nil }
    var words = [4 of UInt64](repeating: 0)
    for (place, byte) in hex.enumerated() {
      guard let value = value(ofDigit: byte) else { return nil }
      words[place / 16] = words[place / 16] << 4 | value
    }
    return words
  }

  /// The same with `sha256:` before them, or without.
  init?(prefixedHex text: Substring.UTF8View) {
    self.init(hex: text.starts(with: "sha256:".utf8) ? text.dropFirst(7) : text)
  }

  /// `nil` unless these are 32 bytes, the highest first.
  init?(bytes: some Sequence<UInt8>) {
    var words = [4 of UInt64](repeating: 0)
    var count = 0
    for byte in bytes {
      guard count < 32 else { return nil }
      words[count / 8] = words[count / 8] << 8 | UInt64(byte)
      count += 1
    }
    guard count == 32 else { return nil }
    self.init(words)
  }

  /// - Parameter prefix: ASCII, what comes before the digits.
  func text(after prefix: StaticString = "") -> String {
    String(unsafeUninitializedCapacity: prefix.utf8CodeUnitCount + 64) { buffer in
      var end = 0
      func append(_ byte: UInt8) {
        buffer.initializeElement(at: end, to: byte)
        end += 1
      }
      prefix.withUTF8Buffer { for byte in $0 { append(byte) } }
      for word in [a, b, c, d] {
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
          let value = UInt8(truncatingIfNeeded: word >> shift & 15)
          append(value + (value < 10 ? 0x30 : 0x57))
        }
      }
      return end
    }
  }

  static func < (x: Self, y: Self) -> Bool { (x.a, x.b, x.c, x.d) < (y.a, y.b, y.c, y.d) }

  private static func value(ofDigit byte: UInt8) -> UInt64? {
    switch byte {
    case 0x30...0x39: UInt64(byte - 0x30)
    case 0x61...0x66: UInt64(byte - 0x57)
    default: nil
    }
  }
}
