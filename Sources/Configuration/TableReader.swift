/// One table whose keys are all known; whatever else stands in it has been told as a mistake.
struct TableReader<Key: ConfigurationKey> {
  private var entries: [Key: Entry] = [:]
  /// Those that an unknown key seems to mean: what is said of it is enough.
  private var meant: Set<Key> = []

  init(_ table: [Entry], _ findings: inout Findings) {
    for entry in table {
      if let key = Key(rawValue: entry.key) {
        entries[key] = entry
      } else {
        let near = Spelling.nearest(entry.key, among: Key.allCases.map(\.rawValue))
        if let near, let key = Key(rawValue: near) { meant.insert(key) }
        Self.tellUnknown(entry, near, &findings)
      }
    }
  }

  subscript(key: Key) -> Entry? { entries[key] }

  /// Whether a key is left out, and not just misspelt.
  func lacks(_ key: Key) -> Bool { entries[key] == nil && !meant.contains(key) }

  /// Reads the value with `read`; where that gives `nil`, the value has the wrong type.
  func value<Value>(_ key: Key, _ findings: inout Findings, _ read: (Node.Value) -> Value?) -> Located<Value>? {
    guard let node = entries[key]?.node else { return nil }
    if let value = read(node.value) { return Located(value: value, at: node.at) }
    findings.add("\(key.rawValue) must be \(key.expected), not \(node.typeName)", at: node.at, hint: Self.asIn(key))
    return nil
  }

  /// `as in key = example`
  static func asIn(_ key: Key) -> String { "as in \(key.rawValue) = \(key.example)" }

  private static func tellUnknown(_ entry: Entry, _ near: String?, _ findings: inout Findings) {
    let owners = Keys.tables.filter { $0.keys.contains(entry.key) && $0.table != Key.table }.map(\.table)
    let hint: String
    if let near {
      hint = "did you mean \"\(near)\"?"
    } else if !owners.isEmpty {
      hint = "\(TerminalText.quoted(entry.key)) is a key of \(owners.joined(separator: " and "))"
    } else {
      hint = "the keys of \(Key.table) are \(Key.allCases.map(\.rawValue).joined(separator: ", "))"
    }
    findings.add("unknown key \(TerminalText.quoted(entry.key)) in \(Key.table)", at: entry.keyAt, hint: hint)
  }
}
