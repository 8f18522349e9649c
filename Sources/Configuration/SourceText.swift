/// The text of one file, and its lines for showing.
struct SourceText: Hashable, Sendable {
  let file: String
  let text: String
  private let lines: [Substring]

  /// Drops a byte order mark; line ends are LF or CRLF.
  init(file: String, text: String) {
    let scalars = text.unicodeScalars
    self.file = file
    self.text = scalars.first == "\u{FEFF}" ? String(scalars.dropFirst()) : text
    lines = self.text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Substring($0.last == "\r" ? $0.dropLast() : $0) }
  }

  /// The part of its first line that `region` covers.
  func excerpt(_ region: Region) -> Excerpt {
    let line = max(1, min(region.line, lines.count))
    let text = String(lines[line - 1])
    let width = text.unicodeScalars.count
    let column = region.line == line ? max(1, min(region.column, width + 1)) : 1
    let end = region.endLine == line ? min(region.endColumn, width + 1) : width + 1
    return Excerpt(line: line, column: column, end: max(column, end), text: text)
  }

  func diagnostic(_ message: String, at region: Region, hint: String? = nil) -> Diagnostic {
    Diagnostic(file: file, excerpt: excerpt(region), message: message, hint: hint)
  }
}

/// From a place in a text to the first place after it; lines and columns count from 1, columns in code points.
struct Region: Hashable, Sendable {
  var line: Int
  var column: Int
  var endLine: Int
  var endColumn: Int
}
