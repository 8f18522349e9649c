/// `repository:tag` or `repository@digest`, in Docker's familiar form (no `docker.io/library/`).
struct Reference: Hashable {
  var repository: String
  /// With its `:` or `@`; empty where there is none.
  var suffix: String

  /// Splits what an engine lists, or what a person writes.
  init(_ text: String) {
    let familiar = Self.familiar(text)
    if let at = familiar.firstIndex(of: "@") {
      repository = Self.withoutTag(String(familiar[..<at]))
      suffix = String(familiar[at...])
    } else {
      repository = Self.withoutTag(familiar)
      suffix = String(familiar.dropFirst(repository.count))
    }
  }

  /// As Docker resolves what a person writes: no tag means `latest`.
  var resolved: String { repository + (suffix.isEmpty ? ":latest" : suffix) }
  var text: String { repository + suffix }

  /// As Docker shows it: without Docker Hub's name, and without `library/` for what lies right in it.
  static func familiar(_ text: String) -> String {
    let hub = ["docker.io/", "index.docker.io/"].first(where: text.hasPrefix)
    let path = text.dropFirst(hub?.count ?? 0)
    if namesRegistry(path) {
      // Somebody else's; or a name on the hub that would be taken for it.
      return text
    }
    let short = path.hasPrefix("library/") ? path.dropFirst("library/".count) : path
    return String(short.contains("/") ? path : short)
  }

  /// Whether what is before the first slash is a host's name.
  private static func namesRegistry(_ path: Substring) -> Bool {
    guard let slash = path.firstIndex(of: "/") else { return false }
    let first = path[..<slash]
    return first == "localhost" || first.contains(".") || first.contains(":")
  }

  /// A colon is a tag's only after the last slash; before it, it is a registry's port.
  private static func withoutTag(_ text: String) -> String {
    guard let colon = text.lastIndex(of: ":") else { return text }
    if let slash = text.lastIndex(of: "/"), slash > colon { return text }
    return String(text[..<colon])
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
