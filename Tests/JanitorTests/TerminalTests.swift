import EngineLab
import Foundation
import ProgramLab
import Testing

@testable import JanitorD

/// What a person sees in a window, in a pipe, and in the journal.
@Suite struct TerminalTests {
  private static let configuration = """
    [protect]
    labels = ["janitor.keep"]

    [[policy]]
    name = "jobs"
    target = "containers"
    filter = ["status=exited"]
    older-than = "0s"

    [[policy]]
    name = "images"
    target = "images"
    filter = ["dangling=true"]
    older-than = "0s"
    since = "created"
    """

  private static let longName = "a-job-with-a-name-that-no-narrow-window-has-the-room-to-show-in-full-17"

  private func scene<R>(_ body: (Program) async throws -> R) async throws -> R {
    try await withDocker { lab in
      try await lab.importBase()
      for name in ["small-job", Self.longName] { try await lab.exited(name: name) }
      try await lab.exited(name: "kept-job", options: ["--label", "janitor.keep"])
      try await lab.loadImage(created: past(.seconds(5410)), layers: [.bytes(3_000_000, seed: "dangling")])
      return try await body(Program(lab, Self.configuration))
    }
  }

  @Test func `a dry run is grouped by policy, the biggest first, and fits its window`() async throws {
    try await scene { program in
      for width in [80, 120, 200] {
        let words = ["run", "--dry-run", "--show-kept", "--host", program.host] + program.arguments
        let command = ([Program.path] + words).joined(separator: " ")
        let seen = try await execute(["script", "-qec", "stty cols \(width); \(command)", "/dev/null"])
        let lines = seen.split(separator: "\r\n", omittingEmptySubsequences: false).map(Self.uncolored)
        // The first and the last sentence name the engine and the plan; a path is never broken.
        for line in lines.dropFirst() { #expect(line.count <= width, "\(line)") }
        let groups = lines.filter { $0.contains(" step") && !$0.hasPrefix(" ") && !$0.hasPrefix("A run") }
        #expect(groups.map { $0.prefix { $0 != ":" } } == ["images", "jobs"])
        #expect(lines.contains { $0.contains("container kept-job") && $0.contains("protected by [protect] labels") })
        #expect(seen.contains("\u{1B}["))
      }
    }
  }

  @Test func `a pipe has no colour and no window`() async throws {
    try await scene { program in
      let piped = try await program("run", "--dry-run")
      #expect(!piped.output.contains("\u{1B}"))
      #expect(piped.output.contains(Self.longName))
      #expect(try await program("run", "--dry-run", "--color", "always").output.contains("\u{1B}["))
      let command = ([Program.path, "run", "--dry-run", "--host", program.host] + program.arguments).joined(
        separator: " ")
      let plain = try await execute(["script", "-qec", "export NO_COLOR=1; \(command)", "/dev/null"])
      #expect(plain.contains("A run would take 3 steps") && !plain.contains("\u{1B}["))
    }
  }

  @Test func `the journal gets one line and a level, and a line for each step that was not done`() async throws {
    try await scene { program in
      let journal = [
        "sh", "-c", #"JOURNAL_STREAM=$(stat -Lc %d:%i /proc/$$/fd/1) exec "$0" "$@" 2>&1"#,
      ]
      let words = ["run", "--host", program.host] + program.arguments
      let first = try await program.run(through: journal, words)
      #expect(first.output.hasPrefix("<6>run 1 on Docker "))
      #expect(first.output.hasSuffix(" MB freed."))
      #expect(first.output.split(separator: "\n").count == 1)
      let nothing = try await program.run(through: journal, words)
      #expect(nothing.output.hasSuffix(": Nothing to do.") && nothing.output.hasPrefix("<6>run 2 on "))
      let failure = try await program.run(
        through: journal, ["run", "--host", "unix:///nowhere.sock"] + program.arguments)
      #expect(failure.output.hasPrefix("<3>janitor: no engine answers"))
      #expect(failure.status == 69)
    }
  }

  private static func uncolored(_ line: some StringProtocol) -> String {
    String(line).replacing(/\u{1B}\[[0-9;]*m/, with: "")
  }
}
