import EngineLab
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
}
