import Policies

/// What to tell of a pattern that is no mistake and can match less than it seems.
///
/// Only where it is likely to be wrong: whoever is warned of what is right reads no warning.
struct PatternAdvice: Hashable {
  let message: String
  let hint: String

  private init(_ message: String, hint: String) {
    self.message = message
    self.hint = hint
  }

  private static let glob = "this is no regular expression: * is any text, ? one character, [a-z] one of a set"

  // MARK: Names

  /// Of a pattern for whole names of containers, volumes or networks.
  init?(onName text: String, _ key: ProtectKey) {
    let shown = TerminalText.quoted(text)
    if let found = Self.separator(in: text) {
      self.init(
        "\(shown) can match none of the \(key.rawValue): no name has \(found)", hint: "write a pattern for each name")
    } else if text.contains("/") {
      self.init(
        "\(shown) can match none of the \(key.rawValue): no name has a slash",
        hint: "patterns for images belong into images; folders that are mounted are no volumes")
    } else if Self.looksLikeRegex(text) {
      self.init("\(shown) looks like a regular expression", hint: Self.glob)
    } else if Self.isLiteral(text), let last = text.last, "-_.".contains(last) {
      self.init(
        "\(shown) matches only what has just this name",
        hint: "write \(TerminalText.quoted(text + "*")) for all that begins so")
    } else {
      return nil
    }
  }

  /// Of a label, whose value is no pattern.
  init?(onLabel label: LabelMatch) {
    if label.description.contains("*") {
      self.init(
        "* stands for itself in \(TerminalText.quoted(label.description))",
        hint: "a label is matched as it stands: KEY with any value, or KEY=VALUE with just that value")
    } else if let value = label.value, label.key.hasSuffix(" ") || value.hasPrefix(" ") {
      self.init(
        "\(TerminalText.quoted(label.description)) has a space beside its =",
        hint: "the space is part of the label; leave it out")
    } else if [label.key, label.value ?? ""].contains(where: Self.hasOuterSpace) {
      self.init(
        "\(TerminalText.quoted(label.description)) begins or ends with a space",
        hint: "the space is part of the label; leave it out")
    } else if [label.key, label.value ?? ""].contains(where: Self.isQuoted) {
      self.init(
        "\(TerminalText.quoted(label.description)) has quotation marks in it",
        hint: "they are part of the label; leave them out")
    } else {
      return nil
    }
  }

  private static func hasOuterSpace(_ text: String) -> Bool {
    [text.first, text.last].contains { $0?.isWhitespace ?? false }
  }

  private static func isQuoted(_ text: String) -> Bool {
    text.count > 1 && text.first == text.last && (text.hasPrefix("\"") || text.hasPrefix("'"))
  }

  // MARK: Images

  /// Of a pattern for references of images.
  init?(onReference text: String) {
    let shown = TerminalText.quoted(text)
    if text.contains("://") {
      self.init("\(shown) can match no image: no reference has ://", hint: "begin with the registry's name")
    } else if let found = Self.separator(in: text) {
      self.init("\(shown) can match no image: no reference has \(found)", hint: "write a pattern for each image")
    } else if text.hasPrefix("sha256:") {
      self.init("\(shown) can match no image: it looks like an ID", hint: "write REPOSITORY:TAG or REPOSITORY@sha256:…")
    } else if Self.looksLikeRegex(text) {
      self.init("\(shown) looks like a regular expression", hint: Self.glob)
    } else if Self.isLiteral(text), let at = text.firstRange(of: "@sha256:"), text[at.upperBound...].count != 64 {
      self.init("\(shown) can match no image: a digest has 64 digits", hint: "write all of them, or * for the rest")
    } else if Self.path(text).contains(where: \.isUppercase) {
      self.init(
        "\(shown) can match no image: repositories are written in lower case",
        hint: "write \(TerminalText.quoted(text.lowercased()))")
    } else {
      return nil
    }
  }

  /// The repository without its registry and tag.
  private static func path(_ text: String) -> Substring {
    // A set may hold any letters.
    guard !text.contains("["), !text.contains("\\") else { return "" }
    var path = text[...]
    if let slash = path.firstIndex(of: "/") {
      let first = path[..<slash]
      if first.contains(where: { ".:*".contains($0) }) { path = path[path.index(after: slash)...] }
    }
    let last = path.lastIndex(of: "/") ?? path.startIndex
    if let end = path[last...].firstIndex(where: { ":@".contains($0) }) { path = path[..<end] }
    return path
  }

  // MARK: Filters

  /// - Parameter spares: whether it stands in `except`, where references are matched by all that they may be called.
  init?(on filter: Filter, of target: Target?, spares: Bool) {
    let shown = TerminalText.quoted(filter.text)
    switch filter {
    case .label(let label), .notLabel(let label): self.init(onLabel: label)
    case .name(let pattern): self.init(onPattern: pattern, shown)
    case .reference(let glob): self.init(onFilter: glob.description, spares: spares)
    case .id(let value), .ancestor(let value), .before(let value), .since(let value), .volume(let value),
      .network(let value), .driver(let value), .scope(let value):
      guard value.contains("*") else { return nil }
      self.init("* stands for itself in \(shown)", hint: "\(filter.key.rawValue) takes no pattern")
    default: return nil
    }
  }

  private init?(onPattern pattern: Pattern, _ shown: String) {
    let text = pattern.description
    if let found = Self.separator(in: text), !text.contains("{") {
      self.init("\(shown) can match nothing: no name has \(found)", hint: "write a filter for each name")
      return
    }
    // `db*` is a glob to most people; as a regular expression it is a d and any number of b.
    let others = text.filter { #"\.+?()|[]{}$"#.contains($0) }
    guard others.isEmpty, let star = text.firstIndex(of: "*"), star > text.startIndex else { return nil }
    let before = text[text.index(before: star)]
    guard before != "*", before != "^" else { return nil }
    let start = text[..<star].drop { $0 == "^" }
    self.init(
      "\(shown) is a regular expression: \(before)* is any number of \(before), none as well",
      hint: "write name=^\(start) for names that begin so, name=\(start) for names with that in them")
  }

  private init?(onFilter text: String, spares: Bool) {
    if let advice = PatternAdvice(onReference: text) {
      self = advice
      return
    }
    let shown = TerminalText.quoted("reference=\(text)")
    if text.hasSuffix("/") {
      self.init("\(shown) can match no image", hint: "write reference=\(text)*")
      return
    }
    guard !spares else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if let at = text.firstIndex(of: "@"), text[..<at].split(separator: "/").last?.contains(":") ?? false {
      self.init("\(shown) can match no image: no list has a tag and a digest in one", hint: "leave the tag out")
    } else if parts.count > 1, ["docker.io", "index.docker.io"].contains(parts[0]) {
      self.init(
        "\(shown) can match nothing on Docker, which lists images of Docker Hub without it",
        hint:
          "write reference=\(parts.dropFirst(parts[1] == "library" ? 2 : 1).joined(separator: "/")), which matches on Podman as well"
      )
    } else if parts.count == 2, parts[1] == "*", parts[0].contains("."), !parts[0].contains("*") {
      self.init(
        "\(shown) matches no repository with a slash after the registry: here * stops at one",
        hint: "write reference=\(parts[0])/*/* beside it for those")
    } else {
      return nil
    }
  }

  // MARK: Texts

  private static func isLiteral(_ text: String) -> Bool { !text.contains { "*?[\\".contains($0) } }

  /// What no name has in it, and people write between several.
  private static func separator(in text: String) -> String? {
    if text.contains(",") { return "a comma" }
    return text.contains { $0.isWhitespace } ? "a space" : nil
  }

  private static func looksLikeRegex(_ text: String) -> Bool {
    if text.contains("[") || text.contains("\\") { return false }
    if text.contains(where: { "^$|(){}".contains($0) }) { return true }
    guard let dot = text.firstRange(of: ".*")?.lowerBound else { return false }
    return dot == text.startIndex || !(text[text.index(before: dot)].isLetter || text[text.index(before: dot)].isNumber)
  }
}
