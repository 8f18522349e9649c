import EngineLab
import ProgramLab
import Testing

@Suite struct DryRunTests {
  @Test(.inMatrix, arguments: EngineUnderTest.dockers)
  func `S1 a dry run asks only with GET and HEAD, and the run after it takes the same steps`(
    _ engine: EngineUnderTest
  ) async throws {
    try await withDocker(engine, for: .dryRun) { lab in
      _ = try await lab.importBase()
      for code in 0..<4 { try await lab.exited(code) }
      try await lab.loadImage(
        tags: ["old:1"], created: past(.seconds(9 * 86400)), layers: [.bytes(500, seed: "old")])
      try await lab.running(name: "busy")
      let janitor = try Program(
        lab,
        """
        [[policy]]
        name = "exited"
        target = "containers"
        filter = ["status=exited"]

        [[policy]]
        name = "old"
        target = "images"
        filter = ["reference=old"]

        [[policy]]
        name = "strays"
        action = "stop"
        target = "containers"
        filter = ["name=busy"]
        stop-timeout = "1s"
        """)
      let before = try await lab.state()
      let mark = lab.mark
      let dry = try await janitor.document("run", "--dry-run")
      let requests = lab.requests(since: mark)
      #expect(requests.count > 5)
      #expect(requests.allSatisfy { $0.hasPrefix("GET ") || $0.hasPrefix("HEAD ") }, "\(requests)")
      #expect(try await lab.state().changes(since: before) == [])
      #expect(dry.steps.count == 6)
      #expect(dry.steps.allSatisfy { $0.outcome == "planned" && $0.reclaimedBytes == nil })

      let mark2 = lab.mark
      let real = try await janitor.document("run")
      #expect(real.decisions == dry.decisions)
      #expect(real.plan == dry.plan)
      let changing = lab.requests(since: mark2).filter { !$0.hasPrefix("GET ") && !$0.hasPrefix("HEAD ") }
      #expect(changing.count == 6)
      // S3 S15: nothing is forced, and no prune endpoint is called.
      #expect(!changing.contains { $0.contains("force") || $0.contains("prune?") || $0.hasSuffix("/prune") })

      let rows = try await janitor.query("SELECT dry_run, status FROM run ORDER BY id")
      #expect(rows == "1|finished\n0|finished")
      #expect(try await janitor.query("SELECT DISTINCT outcome FROM step WHERE run = 1") == "planned")
      #expect(try await janitor.query("SELECT DISTINCT outcome FROM step WHERE run = 2") == "done")
    }
  }

  @Test func `S11 what went since the list, or cannot be looked at, is left alone with what it uses`() async throws {
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        let (old, base) = (past(.seconds(9 * 86400)), Layer.bytes(4000, seed: "base"))
        let image = try await lab.loadImage(tags: ["used:1"], created: old, layers: [base, .bytes(500, seed: "used")])
        try await lab.loadImage(tags: ["other:1"], created: old, layers: [base, .bytes(700, seed: "other")])
        let container = try await lab.created(image: "used:1", name: "job")
        let janitor = try Program(
          host: proxy.host, folder: "\(lab.folder)/janitor",
          configuration: """
            [[policy]]
            name = "never-started"
            target = "containers"
            filter = ["status=created"]
            older-than = "0s"
            since = "created"

            [[policy]]
            name = "old"
            target = "images"
            filter = ["reference=used"]
            """)
        let (job, used) = ("remove container job 0", "remove image used:1 500")
        for (path, status, expected) in [
          ("/_ping", 200, [job, used]),
          ("/containers/\(container)/json", 404, []), ("/containers/\(container)/json", 500, []),
          ("/images/\(image)/json", 404, [job]), ("/images/\(image)/json", 500, [job]),
          // Its files tell as much.
          ("/images/\(image)/history", 404, [job]), ("/images/\(image)/history", 500, [job, used]),
        ] {
          // Else it would know what an earlier one saw.
          try await execute(["rm", "-rf", janitor.ledger])
          proxy.harm(0, by: nil)
          if status != 200 {
            proxy.harm(first: "GET /v1.41\(path)", by: .answer(status: status, body: #"{"message": "no"}"#))
          }
          let steps = try await janitor.document("run", "--dry-run").steps
            .map { "\($0.action) \($0.target) \($0.name) \($0.predictedBytes.map(String.init) ?? "-")" }
          #expect(steps == expected, "\(status) for \(path)")
          #expect(proxy.requests.contains { $0.contains(path) })
        }
      }
    }
  }
}
