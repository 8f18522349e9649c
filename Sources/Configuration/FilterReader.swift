import Policies

/// Reads `filter` and `except`.
enum FilterReader {
  /// The filters that are right; each other one is a mistake at its place.
  static func read(
    _ table: TableReader<PolicyKey>, _ key: PolicyKey, of target: Target?, _ findings: inout Findings
  ) -> [Filter] {
    var filters: [Filter] = []
    for text in table.strings(key, &findings) ?? [] {
      do {
        let filter = try parse(text.value, target)
        filters.append(filter)
        findings.warn(PatternAdvice(on: filter, of: target, spares: key == .except), at: text.at)
      } catch {
        let (message, hint) = error.wording(of: text.value)
        findings.add(message, at: text.at, hint: hint)
      }
    }
    return filters
  }

  /// Where the target is not known, a filter has to be right for one of them at least.
  private static func parse(_ text: String, _ target: Target?) throws(FilterError) -> Filter {
    if let target { return try Filter(text, for: target) }
    var first: FilterError?
    for target in Target.allCases {
      do {
        return try Filter(text, for: target)
      } catch {
        if case .wrongTarget = error { continue }
        first = first ?? error
      }
    }
    throw first ?? .noValue(text)
  }
}
