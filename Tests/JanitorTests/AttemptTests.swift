import EngineLab
import Foundation
import ProgramLab
import Testing

/// Monitoring is told how the last attempt ended, whatever kept it from beginning (issue 19, K).
@Suite struct AttemptTests {
  private static let policies = """
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]

    [[policy]]
    name = "idle"
    target = "networks"
    older-than = "30d"
    """

  /// The series of `report --format prometheus`, which has to be well formed.
  private func series(_ janitor: Program, status: Int32 = 0, environment: [String: String] = [:]) async throws
    -> [String: String]
  {
    var janitor = janitor
    janitor.environment = environment
    let ending = try await janitor.run(["report", "--format", "prometheus"] + janitor.arguments)
    #expect(ending.status == status, "\(ending.diagnostics)")
    var series: [String: String] = [:]
    var family = ""
    for line in ending.output.split(separator: "\n") {
      if let type = line.firstMatch(of: /^# TYPE (janitor_[a-z_]+) (counter|gauge)$/) {
        #expect(type.output.1.hasSuffix("_total") == (type.output.2 == "counter"))
        family = String(type.output.1)
      } else if !line.hasPrefix("# HELP ") {
        let sample = try #require(
          line.wholeMatch(of: /(janitor_[a-z_]+)(\{(?:[a-z]+="[^"\n]*",?)+\})? (-?\d+)/), "\(line)")
        #expect(sample.output.1 == family)
        let name = String(sample.output.1) + (sample.output.2.map(String.init) ?? "")
        #expect(series.updateValue(String(sample.output.3), forKey: name) == nil, "twice: \(name)")
      }
    }
    #expect(series.keys.contains { $0.hasPrefix("janitor_info{version=") })
    return series
  }

  private let status = "janitor_last_attempt_exit_status"

  @Test func `K exits 0, 3, 4, 69, 74 and 78 leave a trace, without a ledger as well`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let janitor = try Program(lab, Self.policies)
      let file = "\(janitor.folder)/janitor.conf"
      func configure(_ text: String) throws { try text.write(toFile: file, atomically: true, encoding: .utf8) }
      #expect(try await series(janitor)[status] == nil)

      // No engine, and no ledger yet.
      let nowhere = ["run", "--host", "unix:///nowhere/docker.sock"] + janitor.arguments
      #expect(try await janitor.run(nowhere).status == 69)
      let alone = try await series(janitor)
      #expect(alone[status] == "69" && alone.count == 3)
      // Who looks with a dry run attempts nothing.
      try configure("[nonsense]")
      #expect(try await janitor("run", "--dry-run").status == 78)
      #expect(try await series(janitor)[status] == "69")
      #expect(try await janitor("run").status == 78)
      #expect(try await series(janitor)[status] == "78")

      try configure(Self.policies)
      try await lab.exited()
      #expect(try await janitor("run").status == 0)
      let ran = try await series(janitor)
      #expect(ran[status] == "0")
      let steps = ran.filter { $0.key.hasPrefix("janitor_steps_total{") }
      #expect(steps.count == 8 && steps.values.filter { $0 == "0" }.count == 7)
      #expect(ran.filter { $0.key.hasPrefix("janitor_brake_engaged{") }.map(\.value) == ["0"])

      // With a broken configuration what the ledger counted is there, and so is the attempt.
      try configure("[nonsense]")
      #expect(try await janitor("run").status == 78)
      let broken = try await series(janitor)
      #expect(broken[status] == "78")
      #expect(broken.filter { $0.key.contains("outcome=\"done\"") }.map(\.value) == ["1"])

      try configure("[brake]\nsteps = 1\n" + Self.policies)
      for _ in 1...2 { try await lab.exited() }
      #expect(try await janitor("run").status == 4)
      let braked = try await series(janitor)
      #expect(braked[status] == "4")
      #expect(braked.filter { $0.key.hasPrefix("janitor_brake_engaged{") }.map(\.value) == ["1"])

      // A ledger that cannot be read takes away what it would have told, and is told.
      try Data("this is no database".utf8).write(to: URL(filePath: janitor.ledger))
      #expect(try await janitor("run").status == 74)
      let damaged = try await series(janitor, status: 74)
      #expect(damaged[status] == "74" && damaged.count == 3)
    }
  }

  @Test func `K systemd's word of how a run ended goes first`() async throws {
    let janitor = try Program(
      host: "unix:///nowhere", folder: "/tmp/attempt-\(UUID().uuidString.prefix(8))", configuration: Self.policies)
    defer { try? FileManager.default.removeItem(atPath: janitor.folder) }
    #expect(try await janitor("run").status == 69)
    for (ending, word, shown) in [("exited", "78", "78"), ("dumped", "SEGV", "-1"), ("killed", "KILL", "-1")] {
      let variables = ["SERVICE_RESULT": "exit-code", "EXIT_CODE": ending, "EXIT_STATUS": word]
      #expect(try await series(janitor, environment: variables)[status] == shown)
    }
    #expect(try await series(janitor)[status] == "69")
  }

  @Test func `L the journal is told in one line that the brake stopped a run`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      for _ in 1...2 { try await lab.exited() }
      let janitor = try Program(lab, "[brake]\nsteps = 1\n" + Self.policies)
      // What systemd sets for a service whose output is the journal's.
      let journal = #"exec >"$0"; JOURNAL_STREAM=$(stat -c %d:%i "$0") exec "$@""#
      let output = "\(lab.folder)/journal"
      let ending = try await janitor.run(
        through: ["sh", "-c", journal, output], ["run"] + janitor.arguments + ["--host", lab.host])
      let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
      #expect(ending.status == 4 && ending.diagnostics.isEmpty)
      #expect(lines.count == 1 && lines.first?.contains("the brake stopped the run") == true, "\(lines)")
      #expect(lines.first?.hasPrefix("<4>run 1 on ") == true && lines.first?.contains("would") == false, "\(lines)")
    }
  }
}
