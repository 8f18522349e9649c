import EngineLab
import Foundation
import ProgramLab
import Testing

/// The files that README and docs show are ones that janitor and systemd take.
@Suite struct DocumentedFileTests {
  /// Who looks at blocks of which language.
  private static let languages: [String: String] = [
    "toml": "below", "toml-wrong": "ConfigurationTests, or the commands below it", "ini": "below",
    "console": "DocumentedCommandTests",
    "sql": "HistoryTests", "text": "what belongs to a block above it", "": "drawings and lists",
  ]

  @Test(arguments: Page.all) func `every block is of a language that some test looks at`(_ page: Page) {
    for block in page.blocks {
      #expect(Self.languages[block.language] != nil, "\(page.path):\(block.line): who looks at \(block.language)?")
    }
    #expect(page.path == "docs/ledger.md" || !page.blocks.contains { $0.language == "sql" })
  }

  @Test(arguments: Page.all) func `janitor takes every configuration as it stands`(_ page: Page) async throws {
    for block in page.blocks where block.language == "toml" {
      try await check(block.text, "\(page.path):\(block.line)")
    }
  }

  @Test func `janitor takes the configuration that it comes with`() async throws {
    let text = try String(contentsOf: Page.root.appending(path: "etc/janitor.conf"), encoding: .utf8)
    try await check(text, "etc/janitor.conf")
  }

  private func check(_ text: String, _ place: String) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ending = try await Program(host: "", folder: folder, configuration: text)("check")
    #expect(ending.status == 0, "\(place): \(ending.diagnostics)")
  }

  /// A block names its file in its first line; a drop-in is read on top of the unit that janitor comes with.
  @Test(arguments: Page.all) func `systemd takes every unit and drop-in`(_ page: Page) async throws {
    for block in page.blocks where block.language == "ini" {
      let place = "\(page.path):\(block.line)"
      let file = try #require(block.file, "\(place): the first line names the file in a comment")
      #expect(try await complaints(file, block.text) == [], "\(place)")
      #expect(try await complaints(file, block.text + "Mistaken=yes\n") != [], "\(place): nobody looked at it")
    }
  }

  /// What systemd says of a unit of janitor's with this file beside it.
  private func complaints(_ file: String, _ text: String) async throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let isOfUser = file.contains("/user/")
    for unit in ["janitor.service", "janitor.timer"] where !isOfUser {
      let text = try String(contentsOf: Page.root.appending(path: "systemd/\(unit)"), encoding: .utf8)
      try write(text, to: folder.appending(path: unit))
    }
    let parts = file.split(separator: "/").suffix(file.contains(".d/") ? 2 : 1)
    try write(text, to: folder.appending(path: parts.joined(separator: "/")))
    let unit = parts.first?.replacing(".d", with: "") ?? ""
    let script = #"systemd-analyze verify --man=no "$@" 2>&1 || true"#
    let said = try await execute(
      ["sh", "-c", script, "sh", folder.appending(path: unit).path] + (isOfUser ? ["--user"] : []),
      environment: ["XDG_RUNTIME_DIR": folder.path])
    // What is wrong with other units of this machine is not ours.
    return said.split(separator: "\n").map(String.init).filter { $0.contains("janitor") || $0.contains("Failed") }
  }

  /// With a program that is there; janitor may not be installed.
  private func write(_ unit: String, to file: URL) throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try unit.replacing("/usr/bin/janitor", with: "/bin/true").write(to: file, atomically: true, encoding: .utf8)
  }
}
