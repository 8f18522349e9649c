import EngineLab
import Foundation
import ProgramLab
import Testing

/// S12: janitor in a container, with a policy that would stop everything that runs.
@Suite struct OwnContainerTests {
  private static let policies = """
    [brake]
    share = "100%"

    [[policy]]
    name = "stop-all"
    action = "stop"
    target = "containers"
    filter = ["status=running"]
    older-than = "0s"
    stop-timeout = "1s"
    """

  private static let bound = ["hostname", "hosts", "resolv.conf"].flatMap { ["--volume", "/etc/\($0):/etc/\($0):ro"] }

  struct Start: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var options: [String]
    /// What is kept beside janitor itself, and why all of it is.
    var kept: [String] = []
    var why = "janitor itself"
  }

  private static let unsure = "janitor runs in a container and cannot tell in which: it may be this one"
  private static let starts = [
    Start(testDescription: "as usual", options: ["--network=none"]),
    Start(testDescription: "cgroup namespace", options: ["--network=none", "--cgroupns=private"]),
    Start(
      testDescription: "the host's name bound in",
      options: ["--network=none", "--cgroupns=private", "--hostname=weird"] + bound.prefix(2)),
    Start(
      testDescription: "only the hostname", options: ["--network=none", "--cgroupns=private"] + bound),
    Start(
      testDescription: "another's network", options: ["--network=container:net", "--cgroupns=private"],
      kept: ["net"], why: unsure),
    Start(
      testDescription: "nothing", options: ["--network=none", "--cgroupns=private", "--hostname=weird"] + bound,
      kept: ["net", "victim"], why: unsure),
  ]

  @Test(arguments: starts)
  func `S12 janitor stops what runs and never itself, however its container is started`(_ start: Start) async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await expect(start, on: lab)
    }
  }

  @Test func `S12 janitor in a container of Podman does not stop itself`() async throws {
    try await withPodman { lab in
      _ = try await lab.importBase()
      let options = ["--network=none", "--cgroupns=private", "--hostname=weird"] + Self.bound
      try await expect(Start(testDescription: "bound", options: options), on: lab)
    }
  }

  private func expect(_ start: Start, on lab: some Lab) async throws {
    for name in ["net", "victim"] { try await lab.running(name: name) }
    let janitor = try Program(lab, Self.policies)
    let files = try await Self.files(of: Program.path).flatMap { ["--volume", "\($0):\($0):ro"] }
    let told = ["--env", "ASAN_OPTIONS", "--env", "TSAN_OPTIONS", "--volume", "\(lab.folder):\(lab.folder)"]
    let words = [Program.path, "run", "--show-kept", "--host", lab.host] + janitor.arguments
    // A janitor that stops itself ends with 137.
    let output = try await execute(
      lab.client + ["run", "--name=self"] + start.options + files + told + ["base:1"] + words,
      environment: lab.environment)
    #expect(output.contains(start.why), "\(output)")
    let stopped = ["net", "victim"].filter { !start.kept.contains($0) }
    let steps = try await janitor.query("SELECT object_name, outcome FROM step ORDER BY 1")
    #expect(steps == stopped.map { "\($0)|done" }.joined(separator: "\n"))
    for name in start.kept { #expect(try await lab.status(of: name) == "running") }
  }

  /// A program and all that it loads.
  private static func files(of program: String) async throws -> [String] {
    let loaded = try await execute(["ldd", program]).split { $0.isWhitespace }.filter { $0.hasPrefix("/") }
    return [program] + Set(loaded.map(String.init)).sorted()
  }
}
