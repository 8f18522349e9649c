/// A regular expression as Docker's `name=` and `id=` take it: unanchored, in Go's RE2 syntax.
///
/// What Swift's engine understands otherwise than RE2 (look-around, back-references) is refused, not guessed.
package struct Pattern: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  /// `nil` where RE2 would not compile it, or where janitor cannot promise to read it as RE2 does.
  package init?(_ text: String) {
    guard !Self.leavesRE2(text), (try? Regex(text)) != nil else { return nil }
    description = text
  }

  /// A matcher to be used for many texts; compiling is the costly part.
  func matcher() -> (String) -> Bool {
    let text = description
    if isPlain { return { $0.contains(text) } }
    guard let regex = try? Regex(text).matchingSemantics(.unicodeScalar) else { return { _ in false } }
    return { $0.contains(regex) }
  }

  /// Whether it has nothing of a regular expression, and so matches whatever has this text in it.
  package var isPlain: Bool { description.utf8.allSatisfy { !Self.special.contains($0) } }

  private static let special = Set(#"\.+*?()|[]{}^$"#.utf8)

  private static func leavesRE2(_ text: String) -> Bool {
    var escaped = false
    var previous: Character?
    for character in text {
      if escaped {
        if character.isNumber || "kgGKRX".contains(character) { return true }
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else if previous == "(", character == "*" {
        return true
      }
      previous = character
    }
    return ["(?=", "(?!", "(?<=", "(?<!", "(?>", "(?#", "(?|", "(?("].contains { text.contains($0) }
  }
}
