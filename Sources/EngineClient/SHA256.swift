import CDigest

/// SHA-256 of short texts.
package struct SHA256: Hashable, Sendable {
  /// 32, the highest first.
  package let bytes: [UInt8]

  package init(_ text: String) {
    var text = text
    bytes = text.withUTF8 { utf8 in
      [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
        // 32 bytes were asked for, so there is an address.
        cdigest_sha256(utf8.baseAddress, utf8.count, digest.baseAddress!)
        count = 32
      }
    }
  }

  /// 64 lower-case digits.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
