/// One mistake: where it is, what is wrong, and how to mend it.
package struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// `nil` where the file as a whole is meant: it cannot be read, or is too large.
  package let excerpt: Excerpt?
  package let message: String
  package let hint: String?

  init(file: String, excerpt: Excerpt? = nil, message: String, hint: String? = nil) {
    self.file = file
    self.excerpt = excerpt
    self.message = message
    self.hint = hint
  }

  /// `FILE:LINE:COLUMN: message`, the line itself, a caret under its column, and the hint, safe for a terminal.
  package var description: String {
    var lines: [String]
    if let excerpt {
      lines = ["\(TerminalText.escaped(file)):\(excerpt.line):\(excerpt.column): \(message)"]
      lines += excerpt.rendered.map { "  " + $0 }
    } else {
      lines = ["\(TerminalText.escaped(file)): \(message)"]
    }
    if let hint { lines.append("  hint: \(hint)") }
    return lines.joined(separator: "\n")
  }
}
