/// A line of a file and the part of it that a mistake is about.
package struct Excerpt: Hashable, Sendable {
  /// From 1.
  package let line: Int
  /// From 1, in code points.
  package let column: Int
  /// The first column after the part; at least `column`.
  let end: Int
  let text: String

  /// Longer lines are shown around the mistake only.
  private static let widest = 160

  /// The line as a terminal may show it, and under it a caret with a tail as wide as the part.
  var rendered: [String] {
    let scalars = Array(text.unicodeScalars)
    let start = min(column - 1, scalars.count)
    let stop = max(start, min(end - 1, scalars.count))
    var from = 0
    var to = scalars.count
    if scalars.count > Self.widest {
      from = max(0, min(start - Self.widest / 2, scalars.count - Self.widest))
      to = from + Self.widest
    }
    let head = from > 0 ? "…" : ""
    let tail = to < scalars.count ? "…" : ""
    let before = head + TerminalText.escaped(scalars[from..<start])
    let marked = TerminalText.escaped(scalars[start..<max(start, min(stop, to))])
    let after = TerminalText.escaped(scalars[max(start, min(stop, to))..<to]) + tail
    let indent = String(repeating: " ", count: TerminalText.width(before))
    let wave = String(repeating: "~", count: max(0, TerminalText.width(marked) - 1))
    return [before + marked + after, indent + "^" + wave]
  }
}
