import EngineLab
import ProgramLab
import Testing

/// Letter C of issue 19: a protection that protects nothing is not silent, and what a person may mean is spared.
@Suite struct SilentProtectionTests {
  private static let everything = """
    [brake]
    share = "100%"

    [[policy]]
    name = "images"
    target = "images"
    older-than = "0s"
    since = "created"
    """

  @Test(arguments: [
    (#"except = ["reference=reg.example.com/*"]"#, ["app:1", "postgres:16"]),
    (#"except = ["reference=library/postgres"]"#, ["app:1", "reg.example.com/team/app:1"]),
    ("[protect]\nimages = [\"docker.io/library/postgres:*\"]", ["app:1", "reg.example.com/team/app:1"]),
    ("[protect]\nimages = [\"team/app:*\"]", ["app:1", "postgres:16"]),
  ])
  func `on Docker every reading of a reference spares`(_ lines: String, _ gone: [String]) async throws {
    try await withDocker { lab in
      try await lab.loadImages(
        ["app:1", "postgres:16", "reg.example.com/team/app:1"].map {
          SampleImage(tags: [$0], created: past(.seconds(9 * 86_400)), layers: [.bytes(10, seed: $0)])
        })
      let janitor = try Program(lab, "\(Self.everything)\n\(lines)\n")
      let document = try await janitor.document("run")
      #expect(document.steps.map(\.name).sorted() == gone)
      #expect(document.steps.allSatisfy { $0.outcome == "done" })
    }
  }

  @Test(arguments: [
    "[protect]\nimages = [\"shop/*\"]", #"except = ["reference=shop/web"]"#, #"except = ["reference=shop/web:1"]"#,
  ])
  func `on Podman what was built here is spared by its name without localhost`(_ lines: String) async throws {
    try await withPodman { lab in
      try await lab.loadImages(
        ["localhost/shop/web:1", "localhost/other:1"].map {
          SampleImage(tags: [$0], created: past(.seconds(9 * 86_400)), layers: [.bytes(10, seed: $0)])
        })
      let document = try await Program(lab, "\(Self.everything)\n\(lines)\n").document("run")
      #expect(document.steps.map(\.name) == ["localhost/other:1"])
    }
  }

  @Test func `names of containers are whole in protect and part of a name in a filter, and check says so`() async throws
  {
    try await withDocker { lab in
      try await lab.importBase()
      for name in ["db", "db-old", "web"] { try await lab.exited(name: name) }
      let janitor = try Program(
        lab,
        """
        [protect]
        containers = ["db"]

        [[policy]]
        name = "jobs"
        target = "containers"
        filter = ["name=db"]
        """)
      #expect(try await janitor.document("run", "--dry-run").steps.map(\.name) == ["db-old"])
      let words = try await janitor("check").output
      #expect(words.contains("[protect] keeps containers whose whole name is db."), "\(words)")
      #expect(words.contains("with name=db (anywhere in the name)"), "\(words)")
    }
  }

  @Test func `check warns of a pattern that can match less than it seems, and its status is 0`() async throws {
    try await withDocker { lab in
      let janitor = try Program(lab, "[protect]\ncontainers = [\"prod-\"]\n\n\(Self.everything)\n")
      // What is written to stderr is seen only where it goes the same way as the output.
      let ending = try await janitor.run(
        through: ["sh", "-c", #"exec "$0" "$@" 2>&1"#], ["check"] + janitor.arguments)
      #expect(ending.status == 0)
      #expect(ending.output.contains("janitor.conf:2:15: \"prod-\" matches only what has just this name"), "\(ending)")
      #expect(ending.output.contains("hint: write \"prod-*\" for all that begins so"))
      #expect(try await janitor("check", "--format", "json").output.contains("\"line\" : 2"))
      #expect(try await janitor("doctor").output.contains("matches only what has just this name"))
    }
  }

  @Test func `what matched nothing for 30 days is named at a terminal and by doctor, and nowhere else`() async throws {
    try await withDocker { lab in
      try await lab.importBase()
      try await lab.exited(name: "db")
      let janitor = try Program(
        lab,
        """
        [protect]
        labels = ["janitor.keep", "janitor.kep"]
        containers = ["db", "bd"]
        images = ["postgress:*", "docker.io/library/base:*"]
        volumes = ["data"]

        [[policy]]
        name = "images"
        target = "images"
        older-than = "1d"
        except = ["reference=gone/*"]

        [[policy]]
        name = "jobs"
        target = "containers"
        filter = ["exited=1"]
        except = ["name=db", "name=bd"]
        """)
      func atTerminal(_ words: String...) async throws -> [String] {
        let command = ([Program.path] + words + ["--host", janitor.host] + janitor.arguments).joined(separator: " ")
        return try await execute(["script", "-qec", command, "/dev/null"]).split(whereSeparator: \.isNewline)
          .filter { $0.hasPrefix("note: ") }.map(String.init)
      }
      let before = try await lab.state()
      #expect(try await atTerminal("run", "--dry-run") == [])
      #expect(try await lab.state().changes(since: before) == [])
      // Not tried again since, but for one kind: what was not looked for is not to be blamed.
      _ = try await janitor.query("UPDATE sparing_entry SET first_tried = first_tried - 31 * 86400")
      let idle = [
        "[protect] labels: janitor.kep", "[protect] containers: bd", "[protect] images: postgress:*",
        "except of images: reference=gone/*", "except of jobs: name=bd",
      ].map { "\($0) has matched nothing for 31d" }
      #expect(try await atTerminal("run").map { String($0.dropFirst("note: ".count)) } == idle)
      #expect(try await atTerminal("run", "--quiet") == [])
      let findings = try await janitor("doctor", "--format", "json").output
      for entry in idle { #expect(findings.contains(entry), "\(findings)") }
      #expect(!findings.contains("janitor.keep has") && !findings.contains("volumes: data has"))
      let plain = try await janitor.run(
        through: ["sh", "-c", #"exec "$0" "$@" 2>&1"#], ["run", "--host", janitor.host] + janitor.arguments)
      #expect(!plain.output.contains("has matched nothing"))
      // One that matches again has not been idle.
      try await lab.exited(name: "bd")
      #expect(try await atTerminal("run").count == 3)
      #expect(try await atTerminal("run", "--policy", "jobs").count == 3)
    }
  }
}
