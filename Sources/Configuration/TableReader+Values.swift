import Policies

extension TableReader {
  func string(_ key: Key, _ findings: inout Findings) -> Located<String>? {
    value(key, &findings) { if case .string(let text) = $0 { text } else { nil } }
  }

  func boolean(_ key: Key, _ findings: inout Findings) -> Located<Bool>? {
    value(key, &findings) { if case .boolean(let flag) = $0 { flag } else { nil } }
  }

  /// An integer of at least 1.
  func count(_ key: Key, _ findings: inout Findings) -> Located<Int>? {
    let integer: Located<Int64>? = value(key, &findings) { if case .integer(let number) = $0 { number } else { nil } }
    guard let integer else { return nil }
    guard integer.value >= 1, let count = Int(exactly: integer.value) else {
      findings.add("\(key.rawValue) must be 1 or more, not \(integer.value)", at: integer.at, hint: Self.asIn(key))
      return nil
    }
    return Located(value: count, at: integer.at)
  }

  /// The elements that are strings; each other one is a mistake of its own.
  func strings(_ key: Key, _ findings: inout Findings) -> [Located<String>]? {
    let nodes: Located<[Node]>? = value(key, &findings) { if case .array(let nodes) = $0 { nodes } else { nil } }
    guard let nodes else { return nil }
    var strings: [Located<String>] = []
    for node in nodes.value {
      if case .string(let text) = node.value {
        strings.append(Located(value: text, at: node.at))
      } else {
        let hint = Self.asIn(key)
        findings.add("\(key.rawValue) must hold strings, not \(node.typeName)", at: node.at, hint: hint)
      }
    }
    return strings
  }

  func duration(_ key: Key, _ findings: inout Findings, zero: Bool = false) -> Located<Duration>? {
    guard let text = string(key, &findings) else { return nil }
    guard let duration = Duration(text: text.value) else {
      let units = "a number with ms, s, m, h, d or w, and sums of them: 90s, 24h, 1d12h"
      findings.add("\(TerminalText.quoted(text.value)) is no duration", at: text.at, hint: units)
      return nil
    }
    guard zero || duration > .zero else {
      findings.add("\(key.rawValue) must be longer than 0s", at: text.at, hint: Self.asIn(key))
      return nil
    }
    return Located(value: duration, at: text.at)
  }

  func size(_ key: Key, _ findings: inout Findings) -> Located<ByteCount>? {
    guard let text = string(key, &findings) else { return nil }
    guard let size = ByteCount(text: text.value) else {
      let units = "a number with MB, GB, TB (powers of 1000) or MiB, GiB, TiB (powers of 1024): 500MB, 20GiB"
      findings.add("\(TerminalText.quoted(text.value)) is no size", at: text.at, hint: units)
      return nil
    }
    return Located(value: size, at: text.at)
  }

  /// A share from 1% to 100%, as a fraction of 1.
  func percentage(_ key: Key, _ findings: inout Findings) -> Located<Double>? {
    guard let text = string(key, &findings) else { return nil }
    guard let percent = Percentage.parse(text.value) else {
      let hint = Self.asIn(key)
      findings.add("\(TerminalText.quoted(text.value)) is no percentage", at: text.at, hint: hint)
      return nil
    }
    guard (1...100).contains(percent) else {
      findings.add("\(key.rawValue) must be from 1% to 100%", at: text.at, hint: Self.asIn(key))
      return nil
    }
    return Located(value: percent / 100, at: text.at)
  }

  /// One of the words that `Word` has, `known` of them being allowed here.
  func word<Word: RawRepresentable<String>>(_ key: Key, of known: [Word], _ findings: inout Findings) -> Located<Word>?
  {
    guard let text = string(key, &findings) else { return nil }
    if let word = known.first(where: { $0.rawValue == text.value }) { return Located(value: word, at: text.at) }
    let words = known.map(\.rawValue)
    let hint = Spelling.hint(text.value, among: words) ?? "\(key.rawValue) is one of \(words.joined(separator: ", "))"
    findings.add("unknown \(key.rawValue) \(TerminalText.quoted(text.value))", at: text.at, hint: hint)
    return nil
  }

  /// An absolute path: a relative one would mean another file for a service than for a person.
  func path(_ key: Key, _ findings: inout Findings) -> Located<String>? {
    guard let text = string(key, &findings) else { return nil }
    guard text.value.hasPrefix("/"), !text.value.hasSuffix("/") else {
      findings.add("\(key.rawValue) must be the absolute path of a file", at: text.at, hint: Self.asIn(key))
      return nil
    }
    return text
  }
}

/// `90%` or `12.5%`.
enum Percentage {
  /// The number before the sign; `nil` for anything but digits with at most one point inside them.
  static func parse(_ text: String) -> Double? {
    guard text.hasSuffix("%") else { return nil }
    let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    return Double(text.dropLast())
  }
}
