/// Text from a file made fit to be shown: nothing in it may steer a terminal.
enum TerminalText {
  static func escaped(_ text: String) -> String { escaped(text.unicodeScalars) }

  /// A tab becomes two spaces; what is not printable, or turns the direction of writing, its code as `\u{1B}`.
  static func escaped(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var result = String.UnicodeScalarView()
    for scalar in scalars {
      if scalar == "\t" {
        result.append(contentsOf: "  ".unicodeScalars)
      } else if isHarmless(scalar) {
        result.append(scalar)
      } else {
        let code = String(scalar.value, radix: 16, uppercase: true)
        result.append(contentsOf: "\\u{\(code)}".unicodeScalars)
      }
    }
    return String(result)
  }

  /// In quotes, escaped, and cut where it is long.
  static func quoted(_ text: String) -> String {
    let longest = 80
    let scalars = text.unicodeScalars
    return "\"" + escaped(scalars.prefix(longest)) + (scalars.count > longest ? "…" : "") + "\""
  }

  /// How many cells of a terminal it takes: none for what combines, two for East Asian wide letters and emoji.
  static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// The blocks of East Asian Width "W" and "F" (Unicode Annex 11), roughly.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
    0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}
