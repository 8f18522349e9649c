/// Why a text is not TOML, in the parser's words.
struct SyntaxError: Error {
  var reason: String
  var at: Region

  func diagnostic(in source: SourceText) -> Diagnostic {
    let excerpt = source.excerpt(at)
    return Diagnostic(
      file: source.file, excerpt: excerpt, message: "syntax error\(TerminalText.escaped(plain))",
      hint: Self.hint(excerpt))
  }

  /// `in this table header: …`, without the parser's preamble; cut where it cites a value at length.
  private var plain: String {
    let preamble = "Error while parsing "
    let longest = 200
    let text = reason.hasPrefix(preamble) ? " in this " + reason.dropFirst(preamble.count) : ": " + reason
    return text.count > longest ? text.prefix(longest) + "…" : text
  }

  /// The two ways in which people most often write what is not TOML.
  private static func hint(_ excerpt: Excerpt) -> String? {
    let scalars = Array(excerpt.text.unicodeScalars)
    let before = scalars.prefix(excerpt.column)
    if let equals = before.firstIndex(of: "="), !before[..<equals].contains("\""), !before[..<equals].contains("#"),
      let first = scalars[(equals + 1)...].first(where: { $0 != " " && $0 != "\t" }),
      first.properties.isAlphabetic || ("0"..."9").contains(first)
    {
      return "text, durations and percentages stand in quotes, as in \"24h\""
    }
    let isAtEnd = excerpt.column > scalars.count
    return isAtEnd && scalars.count(where: { $0 == "\"" }) % 2 == 1 ? "is a closing quote missing?" : nil
  }
}
