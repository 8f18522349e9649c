import EngineLab
import Foundation
import ProgramLab
import Testing

@testable import JanitorD

/// docs/exit-codes.md, README and the help have the codes that the program knows.
@Suite struct DocumentedStatusTests {
  private static let known = (0...255).filter { ExitStatus(rawValue: $0) != nil }

  private static var page: Page { get throws { try Page("docs/exit-codes.md") } }

  @Test func `the table has every code, with the name that systemd shows`() async throws {
    let names = try await execute(["systemd-analyze", "exit-status"]).split(separator: "\n").reduce(
      into: [Int32: String]()
    ) { names, line in
      let words = line.split(separator: " ")
      if words.count > 1, let code = Int32(words[1]) { names[code] = String(words[0]) }
    }
    let rows = try Self.page.lines.compactMap { $0.firstMatch(of: /^\| (\d+) \| .* \| `status=([^`]+)`.* \|$/)?.output }
    #expect(rows.compactMap { Int32($0.1) } == Self.known)
    for row in rows {
      let code = try #require(Int32(row.1))
      #expect(row.2 == "\(code)/\(names[code] ?? "")")
    }
  }

  @Test func `every code has a section with a command that ends with it`() throws {
    let sections = try Session.all(of: Self.page).compactMap { session in
      session.section.heading.firstMatch(of: /^(\d+):/).flatMap { Int32($0.output.1) }.map { ($0, session) }
    }
    #expect(sections.map(\.0) == Self.known)
    for (code, session) in sections { #expect(session.commands.first { $0.isJanitor }?.status == code, "\(code)") }
  }

  @Test func `README and the help have every code`() async throws {
    let readme = try Page("README.md").lines.joined(separator: " ")
    let sentence = try #require(readme.firstMatch(of: /Exit status: ([^`]*?)\.  ?#/)).output.1
    #expect(sentence.matches(of: /(?:^|, )(\d+)\s/).compactMap { Int32($0.output.1) } == Self.known)
    let help = try await execute([Program.path, "--help"]).components(separatedBy: "EXIT STATUS:").last ?? ""
    let codes = help.components(separatedBy: "USAGE:")[0].split(separator: "\n").compactMap {
      $0.firstMatch(of: /^ *(\d+)\s\s/).flatMap { Int32($0.output.1) }
    }
    #expect(codes == Self.known)
  }
}
