/// FNV-1a, 64 bits, over texts; 16 hexadecimal digits. It tells equal from different, and defends nothing.
struct Fingerprint {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func feed(_ text: String) {
    for byte in text.utf8 { feed(byte) }
    feed(0)
  }

  mutating func feed(_ time: Timestamp?) { feed(time.map { "\($0.nanoseconds)" } ?? "") }

  mutating func feed(_ labels: [String: String]) {
    for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
      feed(key)
      feed(value)
    }
  }

  private mutating func feed(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

  var text: String {
    let hex = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }
}
