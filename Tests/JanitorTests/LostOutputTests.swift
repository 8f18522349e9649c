import EngineLab
import Foundation
import ProgramLab
import Testing

/// Results that nobody gets are no success (issue 19, H).
@Suite struct LostOutputTests {
  private static let policies = """
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]
    """
  private static let full = ["sh", "-c", #"exec "$@" >/dev/full"#, "sh"]
  private static let closed = ["sh", "-c", #"exec "$@" >&-"#, "sh"]
  /// A pipe whose reader is gone already.
  private static let unread = [
    "python3", "-c",
    "import os, subprocess, sys; r, w = os.pipe(); os.close(r); sys.exit(subprocess.run(sys.argv[1:], stdout=w).returncode)",
  ]

  @Test(arguments: [
    ["--help"], ["--version"], ["help", "run"], ["run", "--help"], ["--generate-completion-script", "bash"],
  ])
  func `H what needs no engine notices that its output was lost`(words: [String]) async throws {
    let janitor = try Program(
      host: "unix:///nowhere", folder: "/tmp/lost-\(UUID().uuidString.prefix(8))", configuration: Self.policies)
    defer { try? FileManager.default.removeItem(atPath: janitor.folder) }
    for launcher in [Self.full, Self.closed] {
      let ending = try await janitor.run(through: launcher, words)
      #expect(ending.status == 74, "\(words): \(ending)")
      #expect(ending.diagnostics.contains("standard output cannot be written"), "\(words): \(ending.diagnostics)")
    }
    let unread = try await janitor.run(through: Self.unread, words)
    #expect(unread.status == 0 && unread.diagnostics.isEmpty, "\(words): \(unread)")
    // What is wrong with the command line is told on stderr, and is what counts.
    let wrong = try await janitor.run(through: Self.full, ["--nonsense"])
    #expect(wrong.status == 64 && !wrong.diagnostics.contains("output is lost"))
  }

  @Test func `H each command notices that its output was lost, and a run says where the record is`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let kept = try await lab.exited()
      let janitor = try Program(lab, Self.policies)
      func lost(_ words: String...) async throws {
        let arguments = words + janitor.arguments + (words[0] == "check" ? [] : ["--host", lab.host])
        for launcher in [Self.full, Self.closed] {
          let ending = try await janitor.run(through: launcher, arguments)
          #expect(ending.status == 74, "\(words): \(ending)")
          #expect(ending.diagnostics.contains("the output is lost"), "\(words): \(ending.diagnostics)")
        }
        let unread = try await janitor.run(through: Self.unread, arguments)
        #expect(unread.status == 0 && unread.diagnostics.isEmpty, "\(words): \(unread)")
      }
      try await lost("check")
      try await lost("check", "--format", "json")
      try await lost("run", "--dry-run")
      try await lost("run", "--dry-run", "--format", "json")
      try await lost("explain")
      try await lost("explain", kept)
      try await lost("doctor")

      // It was done, it is recorded, and nobody was told.
      let run = try await janitor.run(
        through: Self.full, ["run"] + janitor.arguments + ["--host", lab.host])
      #expect(run.status == 74)
      let id = try await janitor.query("SELECT max(id) FROM run")
      #expect(run.diagnostics.contains("janitor history \(id)"), "\(run.diagnostics)")
      #expect(try await janitor.query("SELECT outcome FROM step WHERE run = \(id)") == "done")
      try await lost("report")
      try await lost("report", "--format", "html")
      try await lost("report", "--format", "prometheus")
      try await lost("history")
      try await lost("history", id)
      try await lost("history", "--follow")
      try await lost("run")
      try await lost("run", "--format", "json")

      // What stopped the run says more than that nobody was told.
      let braked = try Program(
        host: lab.host, folder: "\(lab.folder)/braked", configuration: "[brake]\nsteps = 1\n" + Self.policies)
      for _ in 1...2 { _ = try await lab.exited() }
      let stopped = try await janitor.run(
        through: Self.full, ["run"] + braked.arguments + ["--host", lab.host])
      #expect(stopped.status == 4 && stopped.diagnostics.contains("the output is lost"))
      #expect(try await janitor.query("PRAGMA integrity_check") == "ok")
    }
  }

  @Test func `H a quiet run tells only what it did`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let janitor = try Program(lab, Self.policies + #"\nexcept = ["label=keep"]"#.replacing(#"\n"#, with: "\n"))
      try await lab.docker("run", "--label", "keep", "base:1", "true")
      for words in [["run", "--quiet"], ["run", "--quiet", "--due"], ["run", "--quiet", "--dry-run"]] {
        let ending = try await janitor.run(words + janitor.arguments + ["--host", lab.host])
        #expect(ending.status == 0 && ending.output == "" && ending.diagnostics == "", "\(words): \(ending)")
      }
      _ = try await lab.exited()
      let plan = try await janitor("run", "--quiet", "--dry-run").output
      #expect(plan.contains("A run would take 1 step") && !plan.contains("Selected by a policy and kept"))
      let done = try await janitor("run", "--quiet").output
      #expect(done.contains("Did 1 of 1 step") && !done.contains("Selected by a policy and kept"))
    }
  }
}
