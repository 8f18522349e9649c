import EngineLab
import Foundation
import ProgramLab
import Testing

/// A stopped container that another one cannot do without stays: without it the other never starts again, or cannot be made anew.
@Suite struct NeededContainerTests {
  private static func policies(protect: String) -> String {
    """
    [protect]
    containers = ["\(protect)"]
    [brake]
    share = "100%"
    [[policy]]
    name = "stopped"
    target = "containers"
    filter = ["status=exited", "status=created"]
    older-than = "0s"
    since = "created"
    """
  }

  @Test(.inMatrix, arguments: EngineUnderTest.dockers)
  func `whose network, IPC or PID namespace, or volumes another container has stays on Docker`(
    _ engine: EngineUnderTest
  ) async throws {
    try await withDocker(engine) { lab in
      _ = try await lab.importBase()
      for (owner, options) in [("net", []), ("ipc", ["--ipc=shareable"]), ("pid", [])] {
        try await lab.running(name: owner, options: options)
      }
      try await lab.exited(name: "data", options: ["--volume", "/data"])
      try await lab.exited(name: "job")
      for (owner, option) in [("net", "--network=container:net"), ("pid", "--pid=container:pid")] {
        let network = owner == "net" ? [] : ["--network=none"]
        try await execute(
          lab.client + ["create", "--name=\(owner)-user"] + network + [option, "base:1", "sleep", "1000000"])
      }
      try await lab.running(name: "ipc-user", options: ["--ipc=container:ipc"])
      let user = try await lab.running(name: "data-user", options: ["--volumes-from=data:ro"])
      try await lab.docker("kill", "net", "ipc", "pid")
      try await lab.docker("wait", "net", "ipc", "pid")

      let janitor = try Program(lab, Self.policies(protect: "*-user"))
      let dry = try await janitor.document("run", "--dry-run")
      #expect(dry.steps.map(\.name) == ["job"], "\(dry.steps)")
      let mark = lab.mark
      let kept = try await janitor("run", "--dry-run", "--show-kept").output
      for owner in ["net", "ipc", "pid", "data"] {
        #expect(kept.contains(try Regex("container \(owner) +needed by \(owner)-user for ")), "\(kept)")
      }
      // What ties a container to others is asked once.
      let again = lab.requests(since: mark).filter { $0.contains("/containers/\(user)/") }
      #expect(again.isEmpty, "\(again)")
      #expect(try await janitor("explain", "net").output.contains("needed by net-user"))

      let run = try await janitor.document("run")
      #expect(run.steps.map(\.name) == ["job"] && run.steps.allSatisfy { $0.outcome == "done" }, "\(run.steps)")
      try await lab.docker("start", "net", "ipc", "pid")
      try await lab.docker("start", "net-user", "pid-user")
      try await lab.docker("restart", "--time=0", "ipc-user")

      // Once the others go as well, all go in one run.
      try await lab.docker("kill", "net", "ipc", "pid", "net-user", "ipc-user", "data-user")
      try await lab.docker("wait", "net", "ipc", "pid", "net-user", "ipc-user", "pid-user", "data-user")
      let whole = try Program(lab, Self.policies(protect: "nothing"))
      let last = try await whole.document("run")
      #expect(last.steps.count == 8 && last.steps.allSatisfy { $0.outcome == "done" }, "\(last.steps)")
      for owner in ["net", "ipc", "pid", "data"] {
        let places = [owner, "\(owner)-user"].compactMap { name in last.steps.first { $0.name == name }?.number }
        #expect(places.count == 2 && places[1] < places[0], "\(owner): \(places)")
      }
    }
  }

  @Test func `one to which another is linked stays`() async throws {
    // Such links want the engine's own bridge.
    try await withDocker(arguments: ["--bridge="]) { lab in
      _ = try await lab.importBase()
      try await lab.docker("run", "--detach", "--name=cache", "base:1", "sleep", "1000000")
      try await lab.docker("run", "--detach", "--name=web", "--link=cache:db", "base:1", "sleep", "1000000")
      try await lab.docker("kill", "cache")
      try await lab.docker("wait", "cache")
      let janitor = try Program(lab, Self.policies(protect: "nothing"))
      let run = try await janitor("run", "--show-kept")
      #expect(run.status == 0 && run.output.contains(/container cache +needed by web/), "\(run)")
      try await lab.docker("start", "cache")
      try await lab.docker("restart", "--time=0", "web")
    }
  }

  @Test(.inMatrix, arguments: EngineUnderTest.podmans)
  func `what another container needs stays on Podman, and no run fails over it`(_ engine: EngineUnderTest) async throws
  {
    try await withPodman(engine) { lab in
      _ = try await lab.importBase()
      let ways = [
        "net": "--network=container:net", "ipc": "--ipc=container:ipc", "pid": "--pid=container:pid",
        "uts": "--uts=container:uts", "cgroup": "--cgroupns=container:cgroup", "start": "--requires=start",
        "data": "--volumes-from=data:ro",
      ]
      for owner in ways.keys.sorted() { try await lab.created(name: owner, options: ["--volume=/\(owner)"]) }
      for (owner, option) in ways.sorted(by: { $0.key < $1.key }) {
        let network = owner == "net" ? [] : ["--network=none"]
        try await execute(
          lab.client + ["create", "--name=\(owner)-user"] + network + [option, "base:1", "true"],
          environment: lab.environment)
      }
      try await lab.exited(name: "job")

      let janitor = try Program(lab, Self.policies(protect: "*-user"))
      let run = try await janitor("run", "--show-kept")
      #expect(run.status == 0, "\(run)")
      for owner in ways.keys {
        #expect(run.output.contains(try Regex("container \(owner) +needed by \(owner)-user for ")), "\(run.output)")
      }
      #expect(try await lab.podman("ps", "--all", "--quiet").split(separator: "\n").count == 2 * ways.count)

      let whole = try await Program(lab, Self.policies(protect: "nothing")).document("run")
      #expect(whole.steps.count == 2 * ways.count, "\(whole.steps)")
      #expect(whole.steps.allSatisfy { $0.outcome == "done" }, "\(whole.steps)")
      #expect(try await lab.podman("ps", "--all", "--quiet").isEmpty)
    }
  }
}
