/// A container's whole ID: 64 lower-case hexadecimal digits.
package struct ContainerID: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let digest: Digest

  /// `nil` unless it is whole: a short one may name another container.
  package init?(_ text: Substring) {
    guard let digest = Digest(hex: text.utf8) else { return nil }
    self.digest = digest
  }
  package init?(_ text: String) { self.init(text[...]) }
  package var description: String { digest.text() }
  package static func < (a: Self, b: Self) -> Bool { a.digest < b.digest }
}

/// An image's whole ID, `sha256:` and 64 lower-case hexadecimal digits, whether or not the engine writes the prefix.
package struct ImageID: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let digest: Digest

  package init?(_ text: Substring) {
    guard let digest = Digest(prefixedHex: text.utf8) else { return nil }
    self.digest = digest
  }
  package init?(_ text: String) { self.init(text[...]) }
  /// The 64 digits without `sha256:`.
  package var hex: String { digest.text() }
  package var description: String { digest.text(after: "sha256:") }
  package static func < (a: Self, b: Self) -> Bool { a.digest < b.digest }
}

/// A layer with all below it: the chain ID of the OCI image specification, `sha256:` and 64 digits.
///
/// Two images share a layer on disk exactly when they share its chain ID.
package struct LayerID: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let digest: Digest

  package init?(_ text: Substring) {
    guard let digest = Digest(prefixedHex: text.utf8) else { return nil }
    self.digest = digest
  }
  package init?(_ text: String) { self.init(text[...]) }
  /// `nil` unless these are the 32 bytes of a digest.
  package init?(bytes: some Sequence<UInt8>) {
    guard let digest = Digest(bytes: bytes) else { return nil }
    self.digest = digest
  }
  package var hex: String { digest.text() }
  package var description: String { digest.text(after: "sha256:") }
  package static func < (a: Self, b: Self) -> Bool { a.digest < b.digest }
}

/// A volume's name, which is also what identifies it: removed and made again under its name, it is another volume.
package struct VolumeName: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let description: String

  /// `nil` for no name at all.
  package init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    description = text
  }

  /// Whether a request can name it. Plugins give any names, and engines clean up the path of a request: `nas/../docs` would be `docs`.
  package var isAddressable: Bool {
    let parts = description.split(separator: "/", omittingEmptySubsequences: false)
    return !parts.contains { $0 == "." || $0 == ".." } && !parts.dropLast().contains("")
  }

  /// Whether it is of the form that engines make up: 64 hexadecimal digits.
  package var isMadeUp: Bool { description.utf8.count == 64 && description.utf8.allSatisfy(isLowerHex) }
  package static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

/// A network's whole ID: 64 hexadecimal digits, or 25 letters and digits where Swarm made it.
package struct NetworkID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let description: String

  /// `nil` for anything shorter than Swarm's: it may name another network.
  package init?(_ text: String) {
    guard text.utf8.count >= 25, text.utf8.allSatisfy(isAlphanumeric) else { return nil }
    description = text
  }
  package static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

/// The ID of a record of the build cache: 25 letters and digits, as BuildKit makes them.
package struct CacheID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let description: String

  /// `nil` for what could be part of another record's ID, or more than a plain word to the engine's filter.
  package init?(_ text: String) {
    guard text.utf8.count >= 20, text.utf8.allSatisfy(isAlphanumeric) else { return nil }
    description = text
  }
  package static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

private func isLowerHex(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
}
