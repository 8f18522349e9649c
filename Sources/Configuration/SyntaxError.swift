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

  /// For the two ways in which people most often write what is not TOML.
  private static func hint(_ excerpt: Excerpt) -> String? {
    let scalars = Array(excerpt.text.unicodeScalars)
    if let value = bareValue(in: scalars, at: excerpt.column - 1), !["true", "false"].contains(value.text),
      value.start < excerpt.column - 1 || value.text.unicodeScalars.first?.properties.isAlphabetic == true
    {
      return "text, durations and percentages stand in quotes, as in \"24h\""
    }
    let isAtEnd = excerpt.column > scalars.count
    return isAtEnd && scalars.count(where: { $0 == "\"" }) % 2 == 1 ? "is a closing quote missing?" : nil
  }

  /// The word or number after `=` in which, or at whose start, `place` is.
  private static func bareValue(in line: [Unicode.Scalar], at place: Int) -> (start: Int, text: String)? {
    guard let equals = line.firstIndex(of: "="),
      !line[..<equals].contains(where: { "\"'#".unicodeScalars.contains($0) }),
      let start = line[(equals + 1)...].firstIndex(where: { $0 != " " && $0 != "\t" }), start <= place,
      line[start].properties.isAlphabetic || ("0"..."9").contains(line[start])
    else { return nil }
    let word = line[start...].prefix { $0 != "#" && $0 != "," }
    return (start, String(String.UnicodeScalarView(word)))
  }
}
