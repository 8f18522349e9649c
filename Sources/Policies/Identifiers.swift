/// A container's whole ID: 64 lower-case hexadecimal digits.
package struct ContainerID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let description: String

  /// `nil` unless it is whole: a short one may name another container.
  package init?(_ text: String) {
    guard text.utf8.count == 64, text.utf8.allSatisfy(isLowerHex) else { return nil }
    description = text
  }
  package static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

/// An image's whole ID, `sha256:` and 64 lower-case hexadecimal digits, whether or not the engine writes the prefix.
package struct ImageID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let description: String

  package init?(_ text: String) {
    guard let digest = normalisedDigest(text) else { return nil }
    description = digest
  }
  /// The 64 digits without `sha256:`.
  package var hex: Substring { description.dropFirst(7) }
  package static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

/// A layer with all below it: the chain ID of the OCI image specification, `sha256:` and 64 digits.
///
/// Two images share a layer on disk exactly when they share its chain ID.
package struct LayerID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let description: String

  package init?(_ text: String) {
    guard let digest = normalisedDigest(text) else { return nil }
    description = digest
  }
  package static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

private func normalisedDigest(_ text: String) -> String? {
  let hex = text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]
  guard hex.utf8.count == 64, hex.utf8.allSatisfy(isLowerHex) else { return nil }
  return hex.count == text.count ? "sha256:" + text : text
}

private func isLowerHex(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
}
