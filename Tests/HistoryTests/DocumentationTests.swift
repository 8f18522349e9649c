import Foundation
import Testing

@testable import History

/// docs/ledger.md says what there is, and its questions can be asked.
@Suite struct DocumentationTests {
  private var page: String {
    get throws {
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/ledger.md")
      return try String(contentsOf: file.standardized, encoding: .utf8)
    }
  }

  @Test func `every table and column is documented with its type and its NULL`() throws {
    var documented: Set<String> = []
    var table = ""
    for line in try page.split(separator: "\n") {
      if line.hasPrefix("## ") { table = String(line.dropFirst(3)) }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard cells.count == 6, cells[1].hasPrefix("`") else { continue }
      let column = cells[1].trimmingCharacters(in: ["`"])
      documented.insert("\(table).\(column) \(cells[2]) \(cells[4].isEmpty ? "never" : "may be") null")
    }
    try withLedger { ledger, _ in
      let actual = try ledger.column(
        """
        SELECT m.name || '.' || c.name || ' ' || lower(c.type) ||
          iif(c."notnull" OR c.pk, ' never', ' may be') || ' null'
        FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
        WHERE m.type = 'table' AND m.name NOT LIKE 'grdb%' AND m.name NOT LIKE 'sqlite%'
        """)
      #expect(Set(actual) == documented)
    }
  }

  @Test func `the words of a column are those that the schema takes`() throws {
    let schema = try withLedger { ledger, _ in
      try ledger.column("SELECT sql FROM sqlite_schema WHERE type = 'table'").joined(separator: "\n")
    }
    // A column of one name may take fewer words in another table.
    var taken: [String: [Set<String>]] = [:]
    for check in schema.matches(of: /CHECK \(\s*(\w+) (?:IN \(|= )('[^)]+')\)/) {
      let words = Set(check.output.2.matches(of: /'([^']+)'/).map { String($0.output.1) })
      taken[String(check.output.1), default: []].append(words)
    }
    for (column, takes) in taken {
      let rows = try page.split(separator: "\n").filter { $0.hasPrefix("| `\(column)` | text |") }
      let documented = rows.map { row in
        Set(row.split(separator: "|")[2].matches(of: /`([^`]+)`/).map { String($0.output.1) })
      }
      for words in takes { #expect(documented.contains(words), "\(column): \(words)") }
      let all = takes.reduce(Set()) { $0.union($1) }
      #expect(documented.allSatisfy { $0.isSubset(of: all) }, "\(column): \(documented)")
    }
    #expect(taken.values.reduce(0) { $0 + $1.count } >= 8)
  }

  @Test func `the file tells what it is by the documented number`() throws {
    let text = try #require(page.firstMatch(of: /`application_id` is 0x([0-9A-F]+)/)).output.1
    let number = try #require(Int(text, radix: 16))
    let actual = try withLedger { ledger, _ in try ledger.column("PRAGMA application_id") }
    #expect(actual == ["\(number)"])
  }

  @Test func `the questions have answers`() throws {
    let questions = try page.split(separator: "```sql").dropFirst().compactMap { $0.split(separator: "```").first }
    #expect(questions.count == 3)
    try withLedger { ledger, path in
      let run = try ledger.sampleRun(at: Date().timeIntervalSince1970 - 1_800_000_000 - 60)
      try ledger.intend([.sample(1)], in: run, at: at(0))
      try ledger.record([.done(1, 7)], in: run)
      try ledger.write { try $0.execute("UPDATE step SET object_name = 'web-1'") }
      for question in questions {
        #expect(try sqlite3(path, String(question)).count == 1, "\(question)")
      }
    }
  }
}
