import EngineLab
import Foundation
import ProgramLab
import Testing

/// The main job on a real engine with every kind of clutter: the exact set goes, and nothing else changes.
@Suite struct MainJobTests {
  @Test(.inMatrix, arguments: EngineUnderTest.dockers)
  func `each container policy takes exactly its set`(_ engine: EngineUnderTest) async throws {
    try await withDocker(engine, for: .containers) { lab in
      _ = try await lab.importBase()
      let month: Duration = .seconds(30 * 86400)
      let old0 = try await lab.exited(0, name: "old-0")
      let old1 = try await lab.exited(1, name: "old-1")
      let keepLabel = try await lab.exited(0, name: "kept", options: ["--label", "janitor.keep=yes"])
      let keepFalse = try await lab.exited(0, name: "unkept", options: ["--label", "janitor.keep=false"])
      let keepName = try await lab.exited(0, name: "prod-db")
      let never = try await lab.created(name: "never")
      var doomed: [String] = []
      for _ in 0..<3 { doomed.append(try await lab.exited(0)) }
      try await lab.backdate([old0, old1, keepLabel, keepFalse, keepName, never], by: month)
      try await lab.markDead(doomed)
      let young = try await lab.exited(0, name: "young")
      _ = try await lab.running(name: "busy")
      _ = try await lab.paused(name: "frozen")
      _ = try await lab.restarting(restarts: 8, name: "looping")
      let stray = try await lab.running(name: "stray", options: ["--label", "ci=1"])
      let dormant = try await lab.running(name: "dormant", options: ["--restart=always"])
      try await lab.docker("stop", "--time", "0", dormant)

      let janitor = try Program(lab, Self.containerPolicies)
      for (policy, expected) in [
        ("failed", [old1]), ("finished", [old0, keepFalse]), ("never-started", [never]), ("dead", doomed),
        ("by-name", [young]), ("dormant-too", [dormant]), ("finished", []),
      ] {
        let before = try await lab.state()
        let document = try await janitor.document("run", "--policy", policy)
        #expect(document.steps.map(\.outcome).allSatisfy { $0 == "done" }, "\(policy)")
        #expect(Set(document.steps.map(\.id)) == Set(expected), "\(policy)")
        let changes = try await lab.state().changes(since: before).filter { !$0.contains("looping") }
        #expect(changes.count == expected.count, "\(policy): \(changes)")
        for id in expected { #expect(changes.contains { $0.hasPrefix("- container \(id)") }, "\(policy)") }
      }

      let stopped = try await janitor.document("run", "--policy", "stop-strays")
      #expect(stopped.steps.map(\.id) == [stray])
      #expect(stopped.steps.map(\.action) == ["stop"])
      #expect(try await lab.status(of: stray) == "exited")
      for name in ["busy", "frozen", "looping", "kept", "prod-db"] {
        #expect(try await lab.status(of: name) != nil, "\(name)")
      }
    }
  }

  @Test func `containers that an engine left dead when it was killed in the middle of removing them go`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      var dead: [String] = []
      // Which ones the kill hits is chance; hardly ever none of thirty.
      for _ in 0..<5 where dead.isEmpty {
        var doomed: [String] = []
        for _ in 0..<30 { doomed.append(try await lab.created()) }
        dead = try await lab.killWhileRemoving(doomed)
      }
      try #require(!dead.isEmpty)
      let bystander = try await lab.exited(0)
      // The kill may have hit nearly all of them, which the brake would stop.
      let janitor = try Program(lab, "[brake]\nshare = \"100%\"\n" + Self.containerPolicies)
      let document = try await janitor.document("run", "--policy", "dead")
      #expect(Set(document.steps.map(\.id)) == Set(dead))
      #expect(document.steps.map(\.outcome).allSatisfy { $0 == "done" }, "\(document.steps.map(\.error))")
      for id in dead { #expect(try await lab.status(of: id) == nil) }
      #expect(try await lab.status(of: bystander) == "exited")
    }
  }

  private static let containerPolicies = """
    [protect]
    labels = ["janitor.keep"]
    containers = ["prod-*"]

    [[policy]]
    name = "failed"
    target = "containers"
    filter = ["exited=1"]
    older-than = "7d"

    [[policy]]
    name = "finished"
    target = "containers"
    filter = ["status=exited"]
    older-than = "24h"

    [[policy]]
    name = "never-started"
    target = "containers"
    filter = ["status=created"]
    older-than = "24h"
    since = "created"

    [[policy]]
    name = "dead"
    target = "containers"
    filter = ["status=dead"]

    [[policy]]
    name = "by-name"
    target = "containers"
    filter = ["name=^(young|dormant|busy|frozen|looping)$"]

    [[policy]]
    name = "dormant-too"
    target = "containers"
    filter = ["restart=always", "status=exited"]

    [[policy]]
    name = "stop-strays"
    action = "stop"
    target = "containers"
    filter = ["label=ci"]
    stop-timeout = "1s"
    """

  @Test(.inMatrix, arguments: EngineUnderTest.dockers)
  func `image policies take exactly their set, tag by tag, and count every byte`(
    _ engine: EngineUnderTest
  ) async throws {
    try await withDocker(engine, for: .images) { lab in
      _ = try await lab.importBase()
      let shared = Layer.bytes(30_000, seed: "shared")
      func image(_ name: String, _ tags: [String], old: Bool = true) async throws -> String {
        try await lab.loadImage(
          tags: tags, created: past(.seconds(old ? 40 * 86400 : 60)),
          layers: [.busybox, shared, .bytes(1000, seed: name)])
      }
      let single = try await image("single", ["app:1"])
      let multi = try await image("multi", ["app:2", "mirror/app:2", "app:two"])
      let partly = try await image("partly", ["app:3", "precious:3"])
      let used = try await image("used", ["app:4"])
      let freed = try await image("freed", ["app:5"])
      let young = try await image("young", ["app:6"], old: false)
      let guarded = try await image("guarded", ["postgres:15"])
      let dangling = try await image("dangling", ["gone:1"])
      _ = try await image("replaces dangling", ["gone:1"])
      try await lab.exited(0, image: "app:4", name: "user")
      let last = try await lab.exited(0, image: "app:5", name: "last-user")

      let janitor = try Program(
        lab,
        """
        [protect]
        images = ["postgres:*"]

        [[policy]]
        name = "last-users"
        target = "containers"
        filter = ["name=last-user"]

        [[policy]]
        name = "old-apps"
        target = "images"
        filter = ["reference=app", "reference=mirror/*", "reference=postgres"]
        older-than = "30d"
        since = "created"

        [[policy]]
        name = "dangling"
        target = "images"
        filter = ["dangling=true"]
        """)
      let before = try await lab.state()
      let size = try await lab.layersSize()
      let dry = try await janitor.document("run", "--dry-run")
      #expect(try await lab.state().changes(since: before) == [])
      let document = try await janitor.document("run")

      #expect(dry.decisions == document.decisions)
      #expect(dry.plan == document.plan)
      let removed = document.steps.filter { $0.action == "remove" }.map(\.id)
      #expect(Set(removed) == [last, single, multi, freed, dangling])
      #expect(document.steps.filter { $0.id == multi }.map(\.action) == ["untag", "untag", "remove"])
      #expect(document.steps.filter { $0.id == partly }.map(\.name) == ["app:3"])
      #expect(document.steps.allSatisfy { $0.outcome == "done" })

      let changes = try await lab.state().changes(since: before)
      #expect(changes.count == 6, "\(changes)")
      for id in [single, multi, freed, dangling] { #expect(changes.contains { $0.hasPrefix("- image \(id)") }) }
      #expect(changes.contains { $0.hasPrefix("~ image \(partly)") })
      for id in [used, young, guarded] { #expect(!changes.contains { $0.contains("image \(id)") }) }

      // S7: to the byte, what the ledger says is what the engine has less.
      let difference = try await size - lab.layersSize()
      let recorded = try await janitor.query(
        "SELECT sum(reclaimed_bytes) FROM step WHERE target = 'image' AND action = 'remove'")
      // Containerd's store counts the container that goes in the same run, too.
      let container = engine.hasContainerdStore ? document.steps.first { $0.id == last }?.reclaimedBytes ?? 0 : 0
      let images = try #require(Int64(recorded))
      #expect(images > 0 && images <= difference && difference <= images + container, "\(images), \(container)")
      if !engine.hasContainerdStore {
        #expect(difference == 4000)
        let predicted = document.steps.filter { $0.target == "image" }.compactMap(\.predictedBytes).reduce(0, +)
        #expect(predicted == difference)
      }
      #expect(try await janitor.document("run").steps.isEmpty)
    }
  }

  @Test(.inMatrix, arguments: EngineUnderTest.dockers)
  func `S4 S15 images of the legacy builder go children first, with the parents that nothing else needs`(
    _ engine: EngineUnderTest
  ) async throws {
    try await withDocker(engine, for: .builder) { lab in
      _ = try await lab.importBase()
      let parent = try await lab.legacyBuild(
        "FROM base:1\nRUN dd if=/dev/zero of=/a bs=1000 count=5\nRUN dd if=/dev/zero of=/b bs=1000 count=7",
        tag: "parent:1")
      let child = try await lab.legacyBuild("FROM parent:1\nRUN dd if=/dev/zero of=/c bs=1000 count=11", tag: "child:1")
      let janitor = try Program(
        lab,
        """
        [[policy]]
        name = "parents"
        target = "images"
        filter = ["reference=parent"]

        [[policy]]
        name = "family"
        target = "images"
        filter = ["reference=parent", "reference=child"]
        """)
      // The child stays, so the parent has to.
      #expect(try await janitor.document("run", "--policy", "parents").steps.isEmpty)

      let size = try await lab.layersSize()
      let document = try await janitor.document("run", "--policy", "family")
      #expect(document.steps.map(\.id) == [child, parent])
      #expect(document.steps.map(\.outcome) == ["done", "done"])
      let difference = try await size - lab.layersSize()
      #expect(document.totals.reclaimedBytes == difference)
      if !engine.hasContainerdStore {
        #expect(difference == 23_000)
        #expect(document.totals.predictedBytes == 23_000)
      }
      let left = try await lab.state().objects.keys.filter { $0.hasPrefix("image ") }
      #expect(left.count == 1)
    }
  }
}
