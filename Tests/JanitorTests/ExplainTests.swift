import EngineLab
import Foundation
import ProgramLab
import Testing

@Suite struct ExplainTests {
  private static let policies = """
    [protect]
    labels = ["janitor.keep"]
    [brake]
    share = "100%"

    [[policy]]
    name = "done"
    target = "containers"
    filter = ["exited=0"]
    older-than = "24h"

    [[policy]]
    name = "failed"
    target = "containers"
    filter = ["exited=1"]
    older-than = "7d"

    [[policy]]
    name = "apps"
    target = "images"
    filter = ["reference=app"]

    [[policy]]
    name = "strays"
    action = "stop"
    target = "containers"
    filter = ["status=running"]
    older-than = "1h"
    enabled = false
    """

  private struct Explained: Decodable {
    struct Bounds: Decodable {
      var lower: Int64
      var upper: Int64?
    }
    struct Verdict: Decodable {
      var policy: String
      var enabled: Bool
      var verdict: String
      var reason: String
      var eligibleAt: String?
    }
    struct Step: Decodable {
      var policy: String
      var action: String
    }
    struct Past: Decodable {
      var run: Int64
      var policy: String
      var outcome: String
    }
    struct Object: Decodable {
      var target: String
      var id: String
      var facts: String
      var verdicts: [Verdict]
      var freesAlone: Bounds?
      var steps: [Step]
    }
    var schema: String
    var objects: [Object]
    var past: [Past]
  }

  @Test func `each policy's verdict with its numbers, and what became of what is gone`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let old = try await lab.exited(0, name: "old")
      let failed = try await lab.exited(1, name: "failed-job")
      try await lab.backdate([old, failed], by: .seconds(3 * 86_400))
      try await lab.exited(0, name: "kept", options: ["--label", "janitor.keep"])
      let shared = Layer.bytes(4000, seed: "shared")
      try await lab.loadImage(tags: ["app:1"], layers: [shared, .bytes(1000, seed: "one")])
      try await lab.loadImage(tags: ["other:1"], layers: [shared])
      try await lab.docker("volume", "create", "data")
      let janitor = try Program(lab, Self.policies)
      func explain(_ text: String) async throws -> Explained {
        let ending = try await janitor("explain", text, "--format", "json")
        #expect(ending.status == 0, "\(ending)")
        return try JSONDecoder().decode(Explained.self, from: Data(ending.output.utf8))
      }
      let before = try await lab.state()
      let mark = lab.mark
      let first = try await explain("old")
      #expect(lab.requests(since: mark).allSatisfy { $0.hasPrefix("GET ") })
      #expect(first.schema == "janitor.explain/1" && first.objects.map(\.id) == [old])
      #expect(first.objects[0].verdicts.map(\.verdict) == ["sweep", "not-selected", "not-selected"])
      #expect(first.objects[0].verdicts[0].reason == "goes: exited (0) 3d ago, older than 24h")
      #expect(first.objects[0].facts.hasPrefix("exited (0), created 3d ago"))
      #expect(first.objects[0].steps.map(\.action) == ["remove"] && first.objects[0].freesAlone != nil)

      let waiting = try await explain(String(failed.prefix(12)))
      let verdict = try #require(waiting.objects.first?.verdicts[1])
      #expect(verdict.verdict == "keep" && verdict.eligibleAt != nil)
      #expect(verdict.reason.hasPrefix("stays: finished 3d ago, and older-than is 7d; old enough in 3d 23h, 20"))
      #expect(waiting.objects[0].steps.isEmpty)
      let kept = try await explain("kept")
      #expect(kept.objects[0].verdicts[0].reason == "stays: protected by [protect] labels: janitor.keep")
      #expect(kept.objects[0].verdicts[2].enabled == false)

      let image = try await explain("app:1")
      #expect(image.objects[0].target == "image" && image.objects[0].verdicts.map(\.verdict) == ["sweep"])
      #expect(image.objects[0].freesAlone?.upper == 1000)
      let unnamed = try await janitor("explain", "data").output
      #expect(unnamed.contains("volume") && unnamed.contains("No policy is for volumes."))
      #expect(try await janitor("explain", "base:1").output.contains("not selected by reference=app"))
      #expect(try await lab.state().changes(since: before) == [])

      let policies = try await janitor("explain").output
      #expect(policies.contains("done removes stopped containers with exited=0, "))
      #expect(policies.contains("It would take 1 container now"))
      #expect(policies.contains("It takes nothing now; kept: 1 too young."))

      #expect(try await janitor("run").status == 0)
      let gone = try await explain("old")
      #expect(gone.objects.isEmpty && gone.past.map(\.policy) == ["done"] && gone.past[0].outcome == "done")
      #expect(try await janitor("explain", "old").output.contains("It is not there any more."))
      let nothing = try await janitor("explain", "no-such-thing")
      #expect(nothing.status == 64 && nothing.diagnostics.contains("nothing on \(lab.host) is called no-such-thing"))
    }
  }
}
