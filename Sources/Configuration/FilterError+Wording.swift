import Policies

extension FilterError {
  /// What is wrong with the filter `text`, and how to mend it.
  func wording(of text: String) -> (message: String, hint: String?) {
    let shown = TerminalText.quoted(text)
    switch self {
    case .noValue:
      return ("\(shown) is no filter", "write key=value, as in \"status=exited\"")
    case .unknownKey(let word, let known):
      let words = known.map(\.rawValue)
      let hint = Spelling.hint(word, among: words) ?? "the filters are \(words.joined(separator: ", "))"
      return ("unknown filter \(TerminalText.quoted(word))", hint)
    case .wrongTarget(let key, let target):
      let owners = Target.allCases.filter { $0.filterKeys.contains(key) }.map(\.rawValue)
      let known = target.filterKeys.map(\.rawValue).joined(separator: ", ")
      return (
        "\"\(key.rawValue)\" is a filter of \(owners.joined(separator: " and ")), not of \(target.rawValue)",
        "the filters of \(target.rawValue) are \(known)"
      )
    case .badValue(let key, _, .nonEmpty):
      return ("\(shown) has no value", "write \"\(key.rawValue)=…\", or leave it out")
    case .badValue(let key, let value, let expected):
      let hint = expected.near(value) ?? "\(key.rawValue) takes \(expected.phrase)"
      return ("\(TerminalText.quoted(value)) is no value of the filter \"\(key.rawValue)\"", hint)
    }
  }
}

extension FilterValue {
  fileprivate func near(_ value: String) -> String? {
    if case .oneOf(let words) = self { Spelling.hint(value, among: words) } else { nil }
  }

  fileprivate var phrase: String {
    switch self {
    case .oneOf(let words): words.joined(separator: ", ")
    case .integer: "a whole number"
    case .regularExpression: "a regular expression (RE2), without look-around and back-references"
    case .glob: "a pattern: * any text, ? one character, [a-z] one of a set"
    case .cutoff: "a duration (24h), a time (2026-11-23T22:07:00Z), a date (2026-11-23) or Unix seconds"
    case .ports: "a port or a range of ports, as in 80, 80/udp or 8000-8010/tcp"
    case .nonEmpty: "some text"
    }
  }
}
