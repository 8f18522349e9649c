package import Policies

/// The one way in which numbers and times become text.
package enum Format {
  /// Decimal units as Docker's own tables have them: `512 B`, `4.1 kB`, `1.2 GB`.
  package static func bytes(_ count: Int64) -> String {
    let magnitude = Double(count.magnitude)
    guard magnitude >= 1000 else { return "\(count) B" }
    var value = magnitude
    var unit = ""
    for next in ["kB", "MB", "GB", "TB", "PB", "EB"] where value >= 999.5 || unit.isEmpty {
      value /= 1000
      unit = next
    }
    let digits = value >= 99.95 ? "\(Int(value.rounded()))" : oneDecimal(value)
    return "\(count < 0 ? "-" : "")\(digits) \(unit)"
  }

  /// Exact where it is known, else as much as is: `up to 4 MB`, `at least 4 MB`, `about 4 MB`, `3 MB to 9 MB`,
  /// `unknown`.
  package static func bytes(_ bounds: ByteBounds) -> String {
    guard let upper = bounds.upper else {
      return bounds.lower > .zero ? "at least \(bytes(bounds.lower.bytes))" : "unknown"
    }
    if bounds.isExact { return bytes(upper.bytes) }
    guard bounds.lower > .zero else { return "up to \(bytes(upper.bytes))" }
    // A tenth to both sides is what a person calls about.
    let (low, high) = (bounds.lower.bytes, upper.bytes)
    if high - low <= high / 5 { return "about \(bytes(low + (high - low) / 2))" }
    return "\(bytes(low)) to \(bytes(high))"
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  /// The two largest units that matter: `3d 4h`, `5m`, `12s`.
  package static func duration(_ duration: Duration) -> String {
    let seconds = Int(duration.inSeconds.rounded(.down))
    guard seconds >= 1 else { return "less than a second" }
    let parts = [("d", seconds / 86400), ("h", seconds / 3600 % 24), ("m", seconds / 60 % 60), ("s", seconds % 60)]
    guard let first = parts.firstIndex(where: { $0.1 > 0 }) else { return "0s" }
    return parts[first..<min(first + 2, parts.count)].filter { $0.1 > 0 }.map { "\($1)\($0)" }.joined(separator: " ")
  }

  /// As a person wrote it in janitor.conf: in the largest unit that fits, `24h` rather than `1d` below two days.
  package static func limit(_ duration: Duration) -> String {
    let seconds = Int(duration.inSeconds)
    for (unit, size, least) in [("w", 604_800, 2), ("d", 86400, 2), ("h", 3600, 1), ("m", 60, 1)]
    where seconds % size == 0 && seconds / size >= least {
      return "\(seconds / size)\(unit)"
    }
    return "\(seconds)s"
  }

  package static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? singular : plural ?? singular + "s")"
  }

  package static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
  }

  /// Text from an engine, of a length that a line can bear.
  package static func cut(_ text: String) -> String {
    let longest = 100
    return text.unicodeScalars.count > longest
      ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest))) + "…" : text
  }

  /// Text from an engine made safe for a terminal: what is not printable is written as an escape.
  package static func safe(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    guard !isPlain, text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isUnsafe(scalar) {
        result += scalar == "\n" ? "\\n" : scalar == "\t" ? "\\t" : "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Controls, marks that turn the direction of text, and other characters that nobody sees.
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
