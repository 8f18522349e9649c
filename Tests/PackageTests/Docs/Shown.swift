import Foundation

/// Whether a program printed what a page shows.
///
/// What differs from run to run is left out: IDs, times, ages, bytes, the engine's version, and how wide columns are. A `…` of the
/// page stands for any text.
enum Shown {
  static func matches(_ shown: [String], _ output: String) -> Bool {
    let pattern = normal(shown).joined(separator: "\n").components(separatedBy: "…")
      .map(NSRegularExpression.escapedPattern).joined(separator: #"[\s\S]*"#)
    return normal(lines(output)).joined(separator: "\n").range(of: "^\(pattern)$", options: .regularExpression) != nil
  }

  /// The first lines that are not the same.
  static func difference(_ shown: [String], _ output: String) -> (page: String, program: String) {
    let (ours, theirs) = (lines(output), shown)
    let place =
      zip(normal(theirs), normal(ours)).enumerated()
      .first { !$1.0.contains("…") && $1.0 != $1.1 }?.offset ?? min(ours.count, theirs.count)
    let end = "(nothing more)"
    return (place < theirs.count ? theirs[place] : end, place < ours.count ? ours[place] : end)
  }

  static func lines(_ output: String) -> [String] {
    var lines = output.components(separatedBy: "\n")
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  static func normal(_ lines: [String]) -> [String] {
    lines.map { line in
      variable.reduce(line) { $0.replacingOccurrences(of: $1.pattern, with: $1.name, options: .regularExpression) }
    }
  }

  private static let variable: [(pattern: String, name: String)] = [
    (#"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"#, "TIME"),
    (#"\b[0-9a-f]{12,64}\b"#, "ID"),
    (#"\b(Docker|Podman) [0-9][^ ]*"#, "$1 VERSION"),
    (#"\b\d+(\.\d)? [kMGT]?B\b"#, "BYTES"),
    (#"\b\d+ms\b"#, "AGE"),
    // Limits are the page's own; ages are what they were when somebody looked.
    (#"(?<!than )(?<!every )\b\d+[wdhms]( \d+[hms])?\b"#, "AGE"),
    (" +", " "),
    (" $", ""),
  ]
}
