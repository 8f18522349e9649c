/// `repository:tag` or `repository@digest`, in Docker's familiar form (no `docker.io/library/`).
struct Reference: Hashable {
  var repository: String
  /// With its `:` or `@`; empty where there is none.
  var suffix: String

  /// Splits what an engine lists, or what a person writes.
  init(_ text: String) {
    let familiar = Self.familiar(text)
    if let at = familiar.utf8.firstIndex(of: UInt8(ascii: "@")) {
      repository = String(Self.withoutTag(familiar[..<at]))
      suffix = String(familiar[at...])
    } else {
      let name = Self.withoutTag(familiar[...])
      repository = String(name)
      suffix = String(familiar[name.endIndex...])
    }
  }

  /// As Docker resolves what a person writes: no tag means `latest`.
  var resolved: String { repository + (suffix.isEmpty ? ":latest" : suffix) }
  var text: String { repository + suffix }

  /// The digest in `repository@sha256:…`; empty where there is none.
  static func digest(_ text: String) -> String {
    text.utf8.lastIndex(of: UInt8(ascii: "@")).map { String(text[text.utf8.index(after: $0)...]) } ?? ""
  }

  // By bytes: references are read for each image and policy, and what divides them is ASCII.

  /// As Docker shows it: without Docker Hub's name, and without `library/` for what lies right in it.
  static func familiar(_ text: String) -> String {
    let bytes = text.utf8
    let hub = ["docker.io/", "index.docker.io/"].first { bytes.starts(with: $0.utf8) }
    let path = text[bytes.index(bytes.startIndex, offsetBy: hub?.utf8.count ?? 0)...]
    if namesRegistry(path) {
      // Somebody else's; or a name on the hub that would be taken for it.
      return text
    }
    guard path.utf8.starts(with: "library/".utf8) else { return hub == nil ? text : String(path) }
    let short = path[path.utf8.index(path.startIndex, offsetBy: "library/".utf8.count)...]
    return String(short.utf8.contains(UInt8(ascii: "/")) ? path : short)
  }

  /// Whether what is before the first slash is a host's name.
  static func namesRegistry(_ path: Substring) -> Bool {
    guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else { return false }
    let first = path[..<slash].utf8
    return first.elementsEqual("localhost".utf8) || first.contains(UInt8(ascii: "."))
      || first.contains(UInt8(ascii: ":"))
  }

  /// A colon is a tag's only after the last slash; before it, it is a registry's port.
  private static func withoutTag(_ text: Substring) -> Substring {
    let bytes = text.utf8
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else { return text }
    if let slash = bytes.lastIndex(of: UInt8(ascii: "/")), slash > colon { return text }
    return text[..<colon]
  }
}

extension Glob {
  /// Whether Docker's `reference=` filter takes this reference: with its tag or without.
  func matches(reference text: String) -> Bool {
    let reference = Reference(text)
    return matches(reference.text, pathwise: true) || matches(reference.repository, pathwise: true)
      || matches(text, pathwise: true)
  }
}

extension Image {
  /// That of its first tag; `nil` where it has none.
  package var repository: String? { tags.first.map { Reference($0).repository } }
}
