/// Why a text is not TOML, in the parser's words.
struct SyntaxError: Error {
  var reason: String
  var at: Region

  func diagnostic(in source: SourceText) -> Diagnostic {
    let excerpt = source.excerpt(at)
    let rest = excerpt.text.unicodeScalars.dropFirst(excerpt.column - 1)
    let before = excerpt.text.unicodeScalars.prefix(excerpt.column - 1).last { $0 != " " && $0 != "\t" }
    var hint: String?
    if let next = rest.first, next.properties.isAlphabetic, before == "=" {
      hint = "text has to stand in quotes"
    } else if rest.isEmpty, excerpt.text.unicodeScalars.count(where: { $0 == "\"" }) % 2 == 1 {
      hint = "is a closing quote missing?"
    }
    return Diagnostic(
      file: source.file, excerpt: excerpt, message: "syntax error: \(TerminalText.escaped(plain))", hint: hint)
  }

  /// Without the parser's preamble.
  private var plain: String {
    let preamble = "Error while parsing "
    return reason.hasPrefix(preamble) ? "in a " + reason.dropFirst(preamble.count) : reason
  }
}
