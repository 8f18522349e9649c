import EngineLab
import Foundation
import ProgramLab
import Testing

/// After an error, what became of an object is explained by janitor's own request first (issue 19, A).
@Suite struct FailedRemovalTests {
  private static let policies = """
    [brake]
    share = "100%"
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]
    [[policy]]
    name = "volumes"
    target = "volumes"
    named = true
    older-than = "0s"
    """

  private func steps(_ janitor: Program, run: Int) async throws -> String {
    try await janitor.query("SELECT action, object_name, outcome, error FROM step WHERE run = \(run) ORDER BY number")
  }

  @Test func `a container that the engine fails to remove is failed, each run says so, and it goes once it can`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.run(["sh", "-c", "echo x >/f; exit 3"], name: "stuck")
      try await lab.docker("wait", id)
      let file = try await lab.docker("inspect", "--format", "{{.GraphDriver.Data.UpperDir}}", id) + "/f"
      let janitor = try Program(lab, Self.policies)
      let plan = try await janitor.document("run", "--dry-run").plan
      try await withImmutable(file) {
        for run in 2...3 {
          #expect(try await janitor("run").status == 3)
          let step = try await steps(janitor, run: run)
          #expect(step.hasPrefix("remove|stuck|failed|the engine refused (500): "), "\(step)")
          #expect(step.contains("failed to remove root filesystem"))
          #expect(try await lab.status(of: id) == "dead")
        }
        // The list and the inspection do not agree on it; that hides it from nobody.
        #expect(try await lab.docker("ps", "--all", "--format", "{{.State}}") == "removing")
        let dead = try Program(lab, Self.policies.replacing("status=exited", with: "status=dead"))
        #expect(try await dead.document("run", "--dry-run").steps.map(\.name) == ["stuck"])
        let never = try Program(lab, Self.policies.replacing("status=exited", with: "status=created"))
        #expect(try await never.document("run", "--dry-run").steps.isEmpty)
        _ = try Program(lab, Self.policies)
        #expect(try await janitor("run", "--plan", plan).status == 3)
        let doctor = try await janitor("doctor")
        #expect(doctor.output.contains("the removal of 1 container was begun and did not end: stuck (dead)"))
        #expect(doctor.output.contains("docker rm stuck"))

        // A run that died over it is settled as what it was.
        _ = try await janitor.query(
          "UPDATE step SET outcome = 'intended', error = NULL, finished_at = NULL WHERE run = 2")
        _ = try await janitor("run")
        #expect(try await steps(janitor, run: 2).hasSuffix("its removal was begun and did not end: it is dead"))
        #expect(try await steps(janitor, run: 2).hasPrefix("remove|stuck|failed|"))
      }
      #expect(try await janitor("run").status == 0)
      #expect(try await lab.status(of: id) == nil)
      #expect(!(try await janitor("doctor").output.contains("did not end")))
    }
  }

  @Test func `a volume that the engine fails to remove is failed, though half of it is gone and its date moved`()
    async throws
  {
    try await withDocker { lab in
      try await lab.docker("volume", "create", "data")
      let folder = try await lab.docker("volume", "inspect", "--format", "{{.Mountpoint}}", "data")
      try await execute(["sh", "-c", "mkdir \(folder)/sub && touch \(folder)/a \(folder)/sub/f"])
      let janitor = try Program(lab, Self.policies)
      #expect(try await janitor("run").status == 0)
      // Docker tells dates of volumes to the second.
      try await execute(["sleep", "1.1"])
      try await withImmutable("\(folder)/sub/f") {
        #expect(try await janitor("run").status == 3)
        let step = try await steps(janitor, run: 2)
        #expect(step.hasPrefix("remove|data|failed|the engine refused (500): "), "\(step)")
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/a"))
      }
      #expect(try await janitor("run").status == 0)
      #expect(try await lab.docker("volume", "ls", "--quiet") == "")
    }
  }

  @Test func `a stop that fails after it stopped is done, and shows no bytes`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.running(name: "stray")
      try await FaultProxy.with(lab) { proxy in
        let janitor = try Program(
          host: proxy.host, folder: "\(lab.folder)/janitor",
          configuration: """
            [[policy]]
            name = "stop"
            target = "containers"
            filter = ["name=stray"]
            action = "stop"
            stop-timeout = "1s"
            """)
        proxy.harm(first: "POST /v1.41/containers/", by: .answerAfter(status: 500, body: #"{"message":"odd"}"#))
        let ending = try await janitor("run")
        #expect(ending.status == 0)
        #expect(try await steps(janitor, run: 1) == "stop|stray|done|done, though the engine failed over it (500): odd")
        #expect(ending.output.contains(/stop container +stray +- +done/), "\(ending.output)")
        #expect(try await janitor("history", "1").output.contains(/stop container +stray +- +done/))
      }
      #expect(try await lab.status(of: id) == "exited")
    }
  }

  @Test func `an untag that fails keeps what relies on it from being blamed on somebody else`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.loadImage(tags: ["app:1", "app:2"], layers: [.busybox, .bytes(10, seed: "x")])
      try await FaultProxy.with(lab) { proxy in
        let janitor = try Program(
          host: proxy.host, folder: "\(lab.folder)/janitor",
          configuration: """
            [brake]
            share = "100%"
            [[policy]]
            name = "app"
            target = "images"
            filter = ["reference=app"]
            """)
        proxy.harm(first: "DELETE /v1.41/images/", by: .answer(status: 500, body: #"{"message":"odd"}"#))
        #expect(try await janitor("run").status == 3)
        #expect(
          try await steps(janitor, run: 1) == """
            untag|app:1|failed|the engine refused (500): odd
            remove|app:2|skipped|it comes after step 1, which was not done
            """)
        // One that failed and did it all the same is done, and the rest goes on.
        proxy.harm(first: "DELETE /v1.41/images/", by: .answerAfter(status: 500, body: #"{"message":"odd"}"#))
        #expect(try await janitor("run").status == 0)
        #expect(
          try await steps(janitor, run: 2) == """
            untag|app:1|done|done, though the engine failed over it (500): odd
            remove|app:2|done|
            """)
      }
    }
  }
}

/// Runs `body` while nobody can remove the file, not even root.
private func withImmutable(_ file: String, _ body: () async throws -> Void) async throws {
  try await execute(["chattr", "+i", file])
  do {
    try await body()
  } catch {
    _ = try? await execute(["chattr", "-i", file])
    throw error
  }
  try await execute(["chattr", "-i", file])
}
