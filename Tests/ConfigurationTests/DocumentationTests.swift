import Foundation
import Policies
import Testing

@testable import JanitorConfiguration

/// A row of docs/configuration.md: a key with what is said of it.
private struct KeyRow: Sendable, CustomTestStringConvertible {
  let table: String
  let key: String
  let type: String
  let standard: String
  let range: String
  let example: String
  var testDescription: String { "\(table) \(key)" }

  /// A configuration that leaves the key out.
  var without: String { text(key == "cert" || key == "key" ? "" : company) }

  func with(_ value: String) -> String { text("\(key) = \(value)\n\(company)") }

  private func text(_ lines: String) -> String {
    let header = table == "[policy.when]" ? "[[policy]]\nname = 'p'\ntarget = 'build-cache'\n\(table)" : table
    return "\(header)\n\(lines)\n"
  }

  /// What the key does not go without.
  private var company: String {
    let policy =
      switch key {
      case "name": "target = 'containers'\nfilter = ['status=exited']"
      case "target": "name = 'p'\nolder-than = '1d'"
      case "filter": "name = 'p'\ntarget = 'containers'\nolder-than = '1d'"
      case "older-than", "keep-last", "enabled", "except", "action", "every", "volumes":
        "name = 'p'\ntarget = 'containers'\nfilter = ['restart=no']"
      case "since": "name = 'p'\ntarget = 'images'\nolder-than = '1d'"
      case "per": "name = 'p'\ntarget = 'images'\nkeep-last = 1"
      case "stop-timeout": "name = 'p'\ntarget = 'containers'\naction = 'stop'\nfilter = ['restart=no']"
      case "named": "name = 'p'\ntarget = 'volumes'\nolder-than = '1d'"
      default: "name = 'p'\ntarget = 'build-cache'\nolder-than = '1d'"
      }
    switch (table, key) {
    case ("[[policy]]", _): return policy
    case ("[engine.tls]", "cert"): return "key = '/k.pem'"
    case ("[engine.tls]", "key"): return "cert = '/c.pem'"
    case ("[policy.when]", "down-to"): return "larger-than = '50GB'"
    default: return ""
    }
  }

  /// In the order of the page.
  static let all: [KeyRow] = {
    var rows: [KeyRow] = []
    var table = ""
    for line in ((try? projectFile("docs/configuration.md")) ?? "").split(separator: "\n") {
      if line.hasPrefix("## ") {
        table = line.dropFirst(3).trimmingPrefix("`").prefix { $0 != "`" }.description
      } else if line.hasPrefix("| `"), table.hasPrefix("[") {
        let cells = line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
        guard cells.count == 5 else { continue }
        rows.append(
          KeyRow(
            table: table, key: bare(cells[0]), type: cells[1], standard: cells[2], range: cells[3],
            example: bare(cells[4])))
      }
    }
    return rows
  }()
}

/// Without the marks of code.
private func bare(_ cell: String) -> String { cell.trimmingCharacters(in: ["`"]) }

@Test func `the documentation has every key, in order, and no other`() throws {
  let documented = Dictionary(grouping: KeyRow.all, by: \.table).mapValues { $0.map(\.key) }
  #expect(documented.count == Keys.tables.count)
  for (table, keys) in Keys.tables {
    #expect(documented[table] == keys.filter { (table, $0) != ("[engine]", "tls") }, "\(table)")
  }
}

@Test(arguments: KeyRow.all)
private func `the type of a key is the one that its mistakes name`(_ row: KeyRow) throws {
  let words = [
    "string": "a string", "duration": "a duration", "path": "a path", "boolean": "true or false",
    "integer": "an integer",
    "percentage": "a percentage", "size": "a size", "table": "a table", "array of strings": "an array of strings",
    "array of patterns": "an array of strings", "array of filters": "an array of strings",
  ]
  let type = try #require(words[row.type], "nobody knows \(row.type)")
  let said = try #require(message(of: row.with("1979-05-27")))
  #expect(said.contains("\(row.key) must be \(type), not "), "\(said)")
}

@Test(arguments: KeyRow.all)
private func `the default of a key is what holds without it`(_ row: KeyRow) throws {
  if row.standard.hasPrefix("`") && row.standard.hasSuffix("`") {
    #expect(try configuration(row.without) == configuration(row.with(bare(row.standard))))
  } else if row.standard == "required" {
    #expect(message(of: row.without) != nil)
  } else {
    // In words: nothing that could be written says the same as the example.
    #expect(try configuration(row.without) != configuration(row.with(row.example)))
  }
}

@Test(arguments: KeyRow.all)
private func `the example of a key is taken, and says something else than its default`(_ row: KeyRow) throws {
  #expect(message(of: row.with(row.example)) == nil)
  #expect(row.example != bare(row.standard))
}

@Test(arguments: KeyRow.all)
private func `the range of a key is what is taken`(_ row: KeyRow) throws {
  // By how the range begins: values on its edges, and values beyond them.
  let edges: [(range: String, inside: [String], outside: [String])] = [
    ("more than 0", ["'1ms'", "'36500d'"], ["'0s'", "'36600d'"]), ("0 or more", ["'0s'"], ["'-1s'"]),
    ("1 or more", ["1"], ["0", "-1"]), ("1% to 100%", ["'1%'", "'100%'"], ["'0.9%'", "'100.1%'"]),
    ("whole seconds, 1 or more", ["'1s'"], ["'0s'", "'1.5s'"]), ("`true`, `false`", ["true", "false"], ["'yes'"]),
    ("any file", ["'/a'"], ["'a'", "'/a/'"]), ("only with `key`", ["'/a'"], ["'a'"]),
    ("only with `cert`", ["'/a'"], ["'a'"]), ("any size", ["'1B'"], ["'-1B'"]),
    ("not more than `larger-than`", ["'50GB'"], ["'51GB'"]),
    ("`KEY` or `KEY=VALUE`", ["['a']", "['a=b']"], ["['=b']"]),
    ("on `repository:tag`", ["['a:*']"], ["['a']"]), ("on names", ["['a']"], ["['']"]),
    ("`a`–`z`", ["'aZ0.-_'"], ["'a b'", "'ä'", "''"]), ("`\"remove\"`", ["'remove'", "'stop'"], ["'kill'"]),
    ("`\"containers\"`", Target.allCases.map { "'\($0.rawValue)'" }, ["'container'"]),
    ("`unix:///PATH`", ["'unix:///a'", "'tcp://a:1'", "'ssh://a'"], []), ("see [below]", [], ["['no=such']"]),
    ("as `filter`", [], ["['no=such']"]), ("only with `older-than`", ["'last-used'", "'created'"], ["'finished'"]),
    ("`\"repository\"` (images)", ["'repository'", "'compose-service'", "'label:app'"], ["'label:'", "'image'"]),
    ("`larger-than` and `down-to`", [], ["{ }", "{ down-to = '1GB' }"]),
  ]
  let edge = try #require(edges.first { row.range.hasPrefix($0.range) }, "nobody tries \(row.range)")
  // A policy of another name or target would be another one.
  for value in edge.inside { #expect(message(of: row.with(value)) == nil, "\(value)") }
  for value in edge.outside { #expect(message(of: row.with(value)) != nil, "\(value)") }
}

private func configuration(_ text: String) throws -> Configuration { try Configuration.parse(text, file: "t.conf") }

@Test func `the documentation has every filter and age of every target`() throws {
  let text = try projectFile("docs/configuration.md")
  for target in Target.allCases {
    let filters = target.filterKeys.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    #expect(text.contains("| `\(target.rawValue)` | \(filters) |"), "\(filters)")
    let origins = target.origins.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    #expect(text.contains("| `\(target.rawValue)` | \(origins) |"), "\(origins)")
  }
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
