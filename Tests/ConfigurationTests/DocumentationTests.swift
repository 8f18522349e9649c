import Policies
import Testing

@testable import JanitorConfiguration

/// The keys of each table that docs/configuration.md has a row for.
private func documentedKeys() throws -> [String: [String]] {
  var keys: [String: [String]] = [:]
  var table = ""
  for line in try projectFile("docs/configuration.md").split(separator: "\n") {
    if line.hasPrefix("## ") {
      table = line.dropFirst(3).trimmingPrefix("`").prefix { $0 != "`" }.description
    } else if line.hasPrefix("| `"), table.hasPrefix("["), line.split(separator: " | ").count == 5 {
      keys[table, default: []].append(String(line.dropFirst(3).prefix { $0 != "`" }))
    }
  }
  return keys
}

@Test func `the documentation has every key, in order, and no other`() throws {
  let documented = try documentedKeys()
  #expect(documented.count == Keys.tables.count)
  for (table, keys) in Keys.tables {
    #expect(documented[table] == keys.filter { (table, $0) != ("[engine]", "tls") }, "\(table)")
  }
}

@Test func `the documentation has every filter and age of every target`() throws {
  let text = try projectFile("docs/configuration.md")
  for target in Target.allCases {
    let filters = target.filterKeys.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    #expect(text.contains("| `\(target.rawValue)` | \(filters) |"), "\(filters)")
    let origins = target.origins.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    #expect(text.contains("| `\(target.rawValue)` | \(origins) |"), "\(origins)")
  }
}

@Test func `every example of a whole configuration in the documentation loads`() throws {
  let parts = try projectFile("docs/configuration.md").split(separator: "```")
  let examples = parts.filter { $0.hasPrefix("toml\n") }.map { String($0.dropFirst(5)) }
  #expect(examples.count >= 5)
  for example in examples { #expect(message(of: example) == nil) }
}

@Test func `the mistakes that the documentation shows are told so`() throws {
  let parts = try projectFile("docs/configuration.md").split(separator: "```")
  let texts = parts.filter { $0.hasPrefix("toml-wrong\n") }.map { String($0.dropFirst(11)) }
  let answers = parts.filter { $0.hasPrefix("text\n") }.map { $0.dropFirst(5) }
  #expect(texts.count == 1 && answers.count == 1)
  for (text, answer) in zip(texts, answers) {
    #expect(message(of: text, file: "/etc/janitor.conf").map { $0 + "\n" } == String(answer))
  }
}
