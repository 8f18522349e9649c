import EngineLab
import Foundation
import ProgramLab
import Testing

/// Every command that README and docs show does what they show.
///
/// The commands of a section follow each other on one host, whose janitor.conf is what the section shows above them, or else
/// etc/janitor.conf. A report or history comes after a run. `JANITOR_TEST_DOCS=write` has the pages changed.
@Suite struct DocumentedCommandTests {
  @Test(arguments: Page.all) func `every command is run, or has a reason why not`(_ page: Page) {
    for session in Session.all(of: page) {
      for command in session.commands where !command.isJanitor {
        #expect(
          command.exemption != nil,
          "\(page.path):\(command.line): nobody decided whether `\(command.text)` is tested: see Session.exemptions")
      }
    }
  }

  @Test func `every option that a sentence names is one that its command knows`() async throws {
    var helps: [String: String] = [:]
    var options = 0
    for page in Page.all {
      for (number, line) in page.lines.enumerated() {
        for command in line.matches(of: /`janitor ([a-z]+)([^`]*)`/) {
          let name = String(command.output.1)
          let help = if let known = helps[name] { known } else { try await execute([Program.path, "help", name]) }
          helps[name] = help
          #expect(
            help.contains("USAGE: janitor \(name) "), "\(page.path):\(number + 1): there is no \(command.output.0)")
          for option in command.output.2.matches(of: /--[a-z-]+/).map({ String($0.output) }) {
            #expect(
              help.range(of: "\(option)(?![a-z-])", options: .regularExpression) != nil,
              "\(page.path):\(number + 1): \(command.output.0): there is no \(option)")
            options += 1
          }
        }
      }
    }
    #expect(options > 20)
  }

  @Test func `every command of janitor ends and prints as its page says`() async throws {
    let sessions = Page.all.flatMap(Session.all)
    let docker = sessions.filter { !$0.isOfPodman }
    #expect(docker.flatMap(\.commands).count(where: \.isJanitor) > 20)
    var edits = PageEdits()
    try await withSampleEngine { lab in
      for session in docker where !session.changesEngine { try await run(session, on: lab, &edits) }
    }
    for session in docker where session.changesEngine {
      try await withSampleEngine { lab in try await run(session, on: lab, &edits) }
    }
    try await withPodman { lab in
      _ = try await lab.importBase()
      try await lab.exited(1)
      for session in sessions where session.isOfPodman { try await run(session, on: lab, &edits) }
    }
    try edits.write(Page.all)
  }

  private func run(_ session: Session, on lab: some Lab, _ edits: inout PageEdits) async throws {
    guard session.commands.contains(where: \.isJanitor) else { return }
    let standard = try String(contentsOf: Page.root.appending(path: "etc/janitor.conf"), encoding: .utf8)
    let room = try Room(in: lab.folder, configuration: standard)
    for block in session.section.blocks where block.language.hasPrefix("toml") {
      try room.write(block.text, to: block.file ?? "/etc/janitor.conf")
    }
    var found: [(command: Session.Command, text: String, output: String)] = []
    try await session.scene.set(room, lab, session.section) { room in
      var plans: [(page: String, real: String)] = []
      var hasRun = false
      for command in session.commands where command.isJanitor {
        if command.tellsOfRuns, !hasRun { #expect(try await room("janitor run").status == 0) }
        hasRun = hasRun || command.changesEngine || command.tellsOfRuns
        let text = plans.reduce(command.text) { $0.replacing($1.page, with: $1.real) }
        let ending = try await room(text)
        #expect(
          ending.status == command.status,
          "\(session.page.path):\(command.line): `\(text)` ends with \(ending.status):\n\(ending.output)")
        if let page = Self.plan(command.shown.joined(separator: "\n")), let real = Self.plan(ending.output) {
          plans.append((page, real))
        }
        found.append((command, text, ending.output))
      }
    }
    let wrong = found.filter { !$0.command.shown.isEmpty && !Shown.matches($0.command.shown, $0.output) }
    if PageEdits.isWanted, !wrong.isEmpty, !wrong.contains(where: { $0.command.shown.contains { $0.contains("…") } }) {
      for (command, text, output) in found where !command.shown.isEmpty {
        let length = command.text.count { $0 == "\n" } + 1
        edits.replace(
          command.line..<command.line + length + command.shown.count, of: session.page,
          with: ("$ " + text).components(separatedBy: "\n") + Shown.lines(output))
      }
      return
    }
    for (command, _, output) in wrong {
      let (page, program) = Shown.difference(command.shown, output)
      Issue.record(
        """
        \(session.page.path):\(command.line): `\(command.text)` prints something else than the page shows
          page:    \(page)
          program: \(program)
        `JANITOR_TEST_DOCS=write swift test --skip-build --filter DocumentedCommandTests` has the page show what it prints \
        (lines with … are for a person). All of it:
        \(output)
        """)
    }
  }

  private static func plan(_ text: String) -> String? {
    text.firstMatch(of: /plan ([0-9a-f]{16})/).map { String($0.output.1) }
  }
}

extension Session {
  var scene: Scene {
    guard let name = section.scene else { return .sample }
    guard let scene = Scene(rawValue: name) else { fatalError("\(page.path): there is no scene '\(name)'") }
    return scene
  }

  fileprivate var isOfPodman: Bool { [.podman, .rootlessPodman].contains(scene) }

  /// Whether its engine is another one afterwards; a run that fails leaves it as it was.
  fileprivate var changesEngine: Bool {
    commands.contains { $0.isJanitor && ($0.tellsOfRuns || $0.changesEngine && $0.status == 0) }
  }
}
