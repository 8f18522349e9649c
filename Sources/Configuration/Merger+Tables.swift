extension Merger {
  mutating func read(_ root: [Entry], _ findings: inout Findings) {
    for entry in root {
      guard let key = RootKey(rawValue: entry.key) else {
        Self.tellUnknown(entry, &findings)
        continue
      }
      if key == .policy {
        readPolicies(entry, &findings)
      } else if case .table(let table) = entry.node.value {
        read(table, as: key, &findings)
      } else {
        findings.add(
          "\(key.rawValue) must be a table, not \(entry.node.typeName)", at: entry.keyAt,
          hint: "write \(key.header) on a line of its own")
      }
    }
  }

  private mutating func read(_ table: [Entry], as key: RootKey, _ findings: inout Findings) {
    switch key {
    case .engine: readEngine(TableReader(table, &findings), &findings)
    case .history: readHistory(TableReader(table, &findings), &findings)
    case .protect: readProtection(TableReader(table, &findings), &findings)
    case .brake: readBrake(TableReader(table, &findings), &findings)
    case .policy: break
    }
  }

  private mutating func readPolicies(_ entry: Entry, _ findings: inout Findings) {
    guard case .array(let nodes) = entry.node.value else {
      let hint = "write [[policy]], with two brackets, above each policy"
      return findings.add("policy must be an array of tables, not \(entry.node.typeName)", at: entry.keyAt, hint: hint)
    }
    for node in nodes {
      if case .table(let table) = node.value {
        readPolicy(TableReader(table, &findings), at: node.at, &findings)
      } else {
        let hint = "write [[policy]] above each policy"
        findings.add("a policy must be a table, not \(node.typeName)", at: node.at, hint: hint)
      }
    }
  }

  private static func tellUnknown(_ entry: Entry, _ findings: inout Findings) {
    let known = RootKey.allCases
    let owners = Keys.tables.filter { $0.keys.contains(entry.key) }.map(\.table)
    let hint: String
    if let near = Spelling.nearest(entry.key, among: known.map(\.rawValue)), let key = RootKey(rawValue: near) {
      hint = "did you mean \(key.header)?"
    } else if !owners.isEmpty {
      hint = "\(TerminalText.quoted(entry.key)) is a key of \(owners.joined(separator: " and "))"
    } else {
      hint = "the tables are \(known.map(\.header).joined(separator: ", "))"
    }
    let what = entry.isTable ? "table" : "key"
    findings.add("unknown \(what) \(TerminalText.quoted(entry.key))", at: entry.keyAt, hint: hint)
  }
}

extension Entry {
  /// Whether it is written as a table, or as an array of tables.
  fileprivate var isTable: Bool {
    switch node.value {
    case .table: true
    case .array(let nodes):
      !nodes.isEmpty && nodes.allSatisfy { if case .table = $0.value { true } else { false } }
    default: false
    }
  }
}
