import EngineLab
import ProgramLab
import Testing

@Suite struct PodmanTests {
  @Test(.inMatrix, arguments: EngineUnderTest.podmans)
  func `the main job on Podman`(_ engine: EngineUnderTest) async throws {
    try await withPodman(engine, for: .containers) { lab in
      _ = try await lab.importBase()
      let done = try await lab.exited(0, name: "done")
      let failed = try await lab.exited(1, name: "failed")
      let kept = try await lab.exited(1, name: "kept", options: ["--label", "janitor.keep"])
      let busy = try await lab.running(name: "busy")
      let single = try await lab.loadImage(
        tags: ["app:1"], created: past(.seconds(40 * 86400)), layers: [.busybox, .bytes(5000, seed: "a")])
      let multi = try await lab.loadImage(
        tags: ["app:2", "other:2"], created: past(.seconds(40 * 86400)), layers: [.busybox, .bytes(5000, seed: "b")])
      let used = try await lab.loadImage(
        tags: ["app:3"], created: past(.seconds(40 * 86400)), layers: [.busybox, .bytes(5000, seed: "c")])
      let user = try await lab.exited(0, image: "localhost/app:3", name: "user", options: ["--label", "janitor.keep"])
      let janitor = try Program(
        lab,
        """
        [protect]
        labels = ["janitor.keep"]

        [[policy]]
        name = "failed"
        target = "containers"
        filter = ["exited=1"]

        [[policy]]
        name = "finished"
        target = "containers"
        filter = ["status=exited"]

        [[policy]]
        name = "old-apps"
        target = "images"
        filter = ["reference=*/app", "reference=*/other"]
        older-than = "30d"
        since = "created"
        """)
      let before = try await lab.state()
      let dry = try await janitor.document("run", "--dry-run")
      #expect(try await lab.state().changes(since: before) == [])
      let document = try await janitor.document("run")
      #expect(document.decisions == dry.decisions)
      #expect(document.steps.allSatisfy { $0.outcome == "done" }, "\(document.steps)")
      let removed = document.steps.filter { $0.action == "remove" }.map(\.id)
      #expect(Set(removed) == [failed, done, single, multi])
      #expect(document.steps.first { $0.id == failed }?.policy == "failed")

      let changes = try await lab.state().changes(since: before)
      #expect(changes.count == 4, "\(changes)")
      for id in [kept, busy, user] { #expect(try await lab.status(of: id) != nil) }
      #expect(!changes.contains { $0.contains(used.dropFirst(7)) })
      #expect(try await janitor.document("run").steps.isEmpty)
      #expect(try await janitor.query("SELECT kind FROM engine") == "podman")
    }
  }

  @Test func `images of Podman go one after another, for it tells of none while one with the same layers goes`()
    async throws
  {
    try await withPodman { lab in
      try await lab.loadImages(
        (0..<40).map { number in
          SampleImage(
            tags: ["app\(number):1"], created: past(.seconds(40 * 86400)), labels: ["number": "\(number)"],
            layers: [.bytes(5000, seed: "same")])
        })
      let janitor = try Program(
        lab,
        """
        [brake]
        share = "100%"

        [[policy]]
        name = "old-apps"
        target = "images"
        filter = ["reference=*/app*"]
        older-than = "30d"
        since = "created"
        """)
      let steps = try await janitor.document("run").steps
      #expect(steps.count == 40)
      #expect(steps.filter { $0.outcome != "done" }.isEmpty, "\(steps)")
    }
  }
}
