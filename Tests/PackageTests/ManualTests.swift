import EngineLab
import Foundation
import ProgramLab
import Testing

@testable import JanitorConfiguration

/// The manual pages as they are installed, and the help of which they are made.
@Suite struct ManualTests {
  private static let commands = ["run", "report", "history", "explain", "check", "doctor"]

  private func help(_ command: String) async throws -> String {
    try await execute([Program.path, command, "--help"], environment: ["COLUMNS": "200"])
  }

  @Test(arguments: commands)
  func `the help of each command has an example`(_ command: String) async throws {
    let help = try await help(command)
    #expect(help.contains(#/EXAMPLES?:\n  janitor /#) && help.contains("\n  janitor \(command)"))
  }

  @Test func `the pages have every command, option, key and example, and no mistake`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await execute([projectScript("man.sh"), Program.path, folder.path])
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(pages == (["janitor.1"] + Self.commands.map { "janitor-\($0).1" } + ["janitor.conf.5"]).sorted())
    func read(_ page: String) async throws -> String {
      let file = folder.appending(path: page).path
      #expect(try await execute(["mandoc", "-T", "lint", "-W", "warning", file]) == "")
      return try await execute(["sh", "-c", #"mandoc -T utf8 -O width=80 "$0" | col -bx"#, file])
    }
    for command in Self.commands {
      let (page, help) = try await (read("janitor-\(command).1"), help(command))
      let options = Set(help.matches(of: #/^ +(?:-h, )?(--[a-z-]+)/#.anchorsMatchLineEndings()).map(\.1))
      #expect(options.count > 6 && options.allSatisfy { page.contains("\($0)") })
      for example in help.matches(of: #/^  (janitor .*)$/#.anchorsMatchLineEndings()) {
        #expect(page.contains("    \(example.1)\n"))
      }
      for section in ["SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"] {
        #expect(page.contains("\n\(section)\n"), "\(command)")
      }
    }
    let whole = try await read("janitor.1")
    for command in Self.commands { #expect(whole.contains("\n       janitor-\(command)(1)\n")) }
    let configuration = try await read("janitor.conf.5")
    for (table, keys) in Keys.tables {
      #expect(configuration.contains("\n\(table)\n"))
      for key in keys where (table, key) != ("[engine]", "tls") {
        #expect(configuration.contains(try Regex("\n       \(key)( |\n)")), "\(table) \(key)")
      }
    }
  }
}
