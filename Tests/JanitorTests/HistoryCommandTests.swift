import EngineLab
import Foundation
import ProgramLab
import Testing

@Suite struct HistoryCommandTests {
  private static let policies = """
    [[policy]]
    name = "failed"
    target = "containers"
    filter = ["exited=1"]

    [[policy]]
    name = "images"
    target = "images"
    filter = ["reference=app"]
    """

  private struct History: Decodable {
    struct Run: Decodable {
      var run: Int64
      var dryRun: Bool
      var status: String
      var done: Int
      var reclaimedBytes: Int64
    }
    struct Step: Decodable {
      var run: Int64
      var name: String
      var id: String
      var policy: String
      var outcome: String
    }
    var schema: String
    var runs: [Run]
    var steps: [Step]?
  }

  @Test func `runs, the steps of one, and what became of an object`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited(1, name: "job")
      try await lab.loadImage(tags: ["app:1"], layers: [.bytes(500, seed: "one")])
      let janitor = try Program(lab, Self.policies)
      func history(_ words: String...) async throws -> History {
        let ending = try await janitor.run(["history", "--format", "json"] + words + janitor.arguments)
        return try JSONDecoder().decode(History.self, from: Data(ending.output.utf8))
      }
      #expect(try await janitor.run(["history"] + janitor.arguments).status == 74)
      _ = try await janitor("run", "--dry-run")
      _ = try await janitor("run")
      _ = try await janitor("run")

      var runs = try await history()
      #expect(runs.schema == "janitor.history/1" && runs.steps == nil)
      #expect(runs.runs.map(\.run) == [3, 2] && runs.runs.map(\.done) == [0, 2])
      #expect(runs.runs[1].reclaimedBytes >= 500 && runs.runs[1].status == "finished")
      runs = try await history("--include-dry-runs", "--limit", "2")
      #expect(runs.runs.map(\.run) == [3, 2])
      #expect(try await history("--include-dry-runs").runs.map(\.dryRun) == [false, false, true])
      #expect(try await history("--since", "2100-01-01").runs.isEmpty)

      let two = try await history("2")
      #expect(two.steps?.map(\.name) == ["job", "app:1"] && two.runs.map(\.run) == [2])
      for object in ["job", id, String(id.prefix(12))] {
        #expect(try await history("--object", object).steps?.map(\.id) == [id])
      }
      // A name is no pattern.
      #expect(try await history("--object", "jo%").steps?.isEmpty == true)
      let image = try #require(two.steps?.last?.id)
      #expect(try await history("--object", String(image.dropFirst(7).prefix(12))).steps?.map(\.name) == ["app:1"])
      #expect(try await history("--target", "image").steps?.map(\.policy) == ["images"])
      #expect(try await history("--policy", "failed", "--outcome", "done").steps?.map(\.name) == ["job"])
      #expect(try await history("--outcome", "failed").steps?.isEmpty == true)

      let table = try await janitor.run(["history"] + janitor.arguments).output.split(separator: "\n")
      #expect(table.count == 3 && table[0].contains("RECLAIMED") && table[2].contains("finished"))
      let steps = try await janitor.run(["history", "2"] + janitor.arguments).output
      #expect(steps.contains("Run 2 on \(lab.host), ") && steps.contains("remove container  job"))
      #expect(try await janitor.run(["history", "99"] + janitor.arguments).status == 64)
    }
  }

  @Test func `who follows sees each step as it ends, and leaves with the run`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      for number in 1...20 { try await lab.exited(1, name: "job-\(number)") }
      let janitor = try Program(lab, "[brake]\nshare = \"100%\"\n" + Self.policies)
      _ = try await janitor("run", "--dry-run")
      // The follower starts when the run's first intent is in the ledger.
      let script = """
        "$0" run --host "$HOST" "$@" >/dev/null &
        until [ "$(sqlite3 "$LEDGER" "SELECT count(*) FROM step WHERE outcome <> 'planned'" 2>/dev/null)" -gt 0 ] 2>/dev/null
        do :; done
        "$0" history --follow "$@"; wait
        """
      let output = try await execute(
        ["sh", "-c", script, Program.path] + janitor.arguments,
        environment: ["HOST": lab.host, "LEDGER": janitor.ledger])
      let lines = output.split(separator: "\n")
      #expect(lines.count { $0.contains("remove container  job-") && $0.contains("done") } == 20)
      #expect(lines.last?.hasSuffix(": finished") == true)
    }
  }
}
