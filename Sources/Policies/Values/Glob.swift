/// A shell pattern: `*` any run, `?` one character, `[a-z]` one of a set (`[^a-z]` none of it), `\` takes the next literally.
package struct Glob: Hashable, Sendable, CustomStringConvertible {
  package let description: String
  private let tokens: [Token]

  private enum Token: Hashable, Sendable {
    case any
    case one
    case literal(Unicode.Scalar)
    case set([ClosedRange<Unicode.Scalar>], negated: Bool)
  }

  /// `nil` for a set that does not end or is empty, or a `\` at the end, as Go's `path.Match` refuses them.
  package init?(_ text: String) {
    guard let tokens = Self.parse(Array(text.unicodeScalars)) else { return nil }
    description = text
    self.tokens = tokens
  }

  /// Whether the whole of `text` matches.
  ///
  /// With `pathwise`, as Docker's `reference=` has it (Go's `path.Match`), `*` and `?` do not cross a slash;
  /// without it they do, as a name that is to be protected wants it.
  package func matches(_ text: String, pathwise: Bool) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var token = 0
    var position = 0
    // Where to go on when what follows the last `*` does not fit: the star takes one more.
    var retry: (token: Int, position: Int)?
    while true {
      if token < tokens.count, tokens[token] == .any {
        retry = (token + 1, position)
        token += 1
        continue
      }
      if position == scalars.count, token == tokens.count { return true }
      if token < tokens.count, position < scalars.count, fits(tokens[token], scalars[position], pathwise) {
        token += 1
        position += 1
        continue
      }
      guard let (starToken, starPosition) = retry, starPosition < scalars.count,
        !(pathwise && scalars[starPosition] == "/")
      else { return false }
      retry = (starToken, starPosition + 1)
      token = starToken
      position = starPosition + 1
    }
  }

  private func fits(_ token: Token, _ scalar: Unicode.Scalar, _ pathwise: Bool) -> Bool {
    switch token {
    case .any: false
    case .one: !(pathwise && scalar == "/")
    case .literal(let literal): literal == scalar
    case .set(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
    }
  }

  private static func parse(_ text: [Unicode.Scalar]) -> [Token]? {
    var tokens: [Token] = []
    var index = 0
    func escaped() -> Unicode.Scalar? {
      guard index < text.count else { return nil }
      if text[index] == "\\" {
        index += 1
        guard index < text.count else { return nil }
      }
      defer { index += 1 }
      return text[index]
    }
    while index < text.count {
      switch text[index] {
      case "*":
        if tokens.last != .any { tokens.append(.any) }
        index += 1
      case "?":
        tokens.append(.one)
        index += 1
      case "[":
        index += 1
        let negated = index < text.count && text[index] == "^"
        if negated { index += 1 }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        var read = 0
        while index < text.count, text[index] != "]" || read == 0 {
          if text[index] == "]" || text[index] == "-" { return nil }
          guard let low = escaped() else { return nil }
          var high = low
          if index < text.count, text[index] == "-" {
            index += 1
            guard index < text.count, text[index] != "]", text[index] != "-", let end = escaped() else { return nil }
            high = end
          }
          // Go lets an upside-down range stand; it matches nothing.
          if low <= high { ranges.append(low...high) }
          read += 1
        }
        guard index < text.count else { return nil }
        index += 1
        tokens.append(.set(ranges, negated: negated))
      default:
        guard let literal = escaped() else { return nil }
        tokens.append(.literal(literal))
      }
    }
    return tokens
  }
}
