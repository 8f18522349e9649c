extension Format {
  /// How many columns of a terminal a text takes; a character of Chinese takes two, a combining accent none.
  package static func width(_ text: String) -> Int {
    text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: 0
    default: wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// The blocks whose characters are wide by Unicode's UAX #11.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
    0x20000...0x3FFFD,
  ]

  /// Cut in the middle, since names tell as much by their ends as by their beginnings.
  package static func cut(_ text: String, to width: Int) -> String {
    guard self.width(text) > width, width > 1 else { return text }
    let head = fitting(text, width / 2)
    let tail = fitting(String(text.reversed()), width - 1 - self.width(head))
    return "\(head)…\(String(tail.reversed()))"
  }

  /// As many of the first characters as fit.
  private static func fitting(_ text: String, _ width: Int) -> String {
    var room = width
    return String(
      text.prefix { character in
        room -= self.width(String(character))
        return room >= 0
      })
  }

  /// Lines of at most so many columns, broken between words where that can be.
  package static func wrapped(_ text: String, _ width: Int) -> [String] {
    guard self.width(text) > width, width > 0 else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let longer = lines.isEmpty && line.isEmpty ? String(word) : line + (line.isEmpty ? "" : " ") + word
      if self.width(longer) <= width {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if self.width(line) + self.width(String(character)) > width {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    return lines + [line]
  }
}
