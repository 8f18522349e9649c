import EngineLab
import Foundation
import ProgramLab
import Testing

/// Uses that no mount's name and no container shows (issue 19, G and I).
@Suite struct HiddenUseTests {
  private static let volumes = """
    [brake]
    share = "100%"
    [[policy]]
    name = "volumes"
    target = "volumes"
    named = true
    older-than = "0s"
    """

  @Test func `S5 S6 a volume of which a container has a folder by its path stays, by whatever path it is reached`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      var folders: [String: String] = [:]
      for name in ["inside", "whole", "link", "moved", "bound", "own", "free", "late", "lower", "upper"] {
        let options =
          name == "upper" ? ["--opt=type=none", "--opt=o=bind", "--opt=device=\(folders["lower"]!)/sub"] : []
        try await execute(lab.client + ["volume", "create"] + options + [name])
        folders[name] = try await lab.docker("volume", "inspect", "--format", "{{.Mountpoint}}", name)
      }
      try await execute(["mkdir", "\(folders["inside"]!)/sub", "\(folders["lower"]!)/sub"])
      try await execute(["ln", "-s", folders["link"]!, "\(lab.folder)/link"])
      try await execute(["ln", "-s", "\(lab.folder)/data", "\(lab.folder)/root"])
      try await execute(["mkdir", "\(lab.folder)/bound"])
      try await execute(["mount", "--bind", folders["bound"]!, "\(lab.folder)/bound"])
      defer { umount2("\(lab.folder)/bound", CInt(MNT_DETACH)) }
      let sources = [
        "bound": "\(lab.folder)/bound", "inside": "\(folders["inside"]!)/./sub/../sub", "whole": folders["whole"]!,
        "link": "\(lab.folder)/link",
        "moved": "\(lab.folder)/root/volumes/moved/_data", "own": "\(lab.folder)/data/volumes/own",
        // Agents that watch the host have the folders of all volumes, and use none.
        "agent": "\(lab.folder)/data/volumes", "watch": "/",
      ]
      for (name, source) in sources {
        try await lab.created(name: name, options: ["--mount", "type=bind,src=\(source),dst=/x"])
      }
      let janitor = try Program(lab, Self.volumes)
      #expect(try await janitor.document("run").steps.isEmpty)
      let dry = try await janitor("run", "--dry-run", "--show-kept")
      #expect(dry.output.contains(/remove volume +free/) && dry.output.contains(/remove volume +upper/))
      #expect(dry.output.contains(/volume lower +files of other volumes are in it: upper/), "\(dry.output)")
      for name in ["inside", "whole", "link", "moved", "bound", "own"] {
        #expect(dry.output.contains(Regex<Substring>(verbatim: "volume \(name)")), "\(dry.output)")
      }
      let document = try await janitor.document("run", "--dry-run")
      #expect(Set(document.steps.map(\.name)) == ["free", "late", "upper"])
      let plan = document.plan
      // What comes after the plan is seen before the step.
      try await lab.running(name: "late", options: ["--mount", "type=bind,src=\(folders["late"]!),dst=/x"])
      let run = try await janitor.document("run", "--plan", plan)
      #expect(Set(run.steps.filter { $0.outcome == "done" }.map(\.name)) == ["free", "upper"])
      #expect(
        Set(try await lab.docker("volume", "ls", "--quiet").split(separator: "\n"))
          == ["inside", "whole", "link", "moved", "bound", "own", "late", "lower"])
      // Its time begins anew once nothing is in it.
      #expect(try await janitor.document("run", "--dry-run").steps.isEmpty)
    }
  }

  private static let containers = """
    [brake]
    share = "100%"
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]
    volumes = true
    """

  @Test func `S5 an anonymous volume that another container has by its path stays with its container`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.exited(name: "owner", options: ["--volume", "/x"])
      let volume = try await lab.docker("volume", "ls", "--quiet")
      let folder = try await lab.docker("volume", "inspect", "--format", "{{.Mountpoint}}", volume)
      try await lab.running(name: "user", options: ["--volume", "\(folder):/x"])
      let document = try await Program(lab, Self.containers).document("run")
      #expect(document.steps.map(\.outcome) == ["done"])
      #expect(document.steps.first?.reason.contains("with ") == false, "\(document.steps)")
      #expect(try await lab.docker("volume", "ls", "--quiet") == volume)
    }
  }

  @Test func `an anonymous volume that a second container took over by its name is not promised, and stays`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.exited(name: "first", options: ["--volume", "/x"])
      let volume = try await lab.docker("volume", "ls", "--quiet")
      try await lab.docker("rm", "first")
      let write = ["sh", "-c", "echo 12345 >/y/f; echo 123 >/own/f"]
      let second = try await lab.run(
        write, name: "second", options: ["--volume", "\(volume):/y", "--volume", "/own"])
      try await lab.docker("wait", second)
      let janitor = try Program(lab, Self.containers)
      let dry = try await janitor.document("run", "--dry-run")
      // From the ledger, too.
      #expect(try await janitor.document("run", "--dry-run").decisions == dry.decisions)
      #expect(
        dry.steps.first?.reason.hasSuffix("with 1 anonymous volume, leaves 1 anonymous volume behind") == true,
        "\(dry.steps)")
      #expect(dry.steps.map(\.predictedBytes) == [4])
      let run = try await janitor.document("run")
      #expect(run.steps.map(\.reclaimedBytes) == [4])
      #expect(try await lab.docker("volume", "ls", "--quiet") == volume)
    }
  }

  @Test func `an anonymous volume of a container that is gone stays, whatever that one had it as`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.created(name: "source", options: ["--volume", "/x"])
      try await lab.exited(name: "heir", options: ["--volumes-from", "source"])
      try await lab.docker("rm", "source")
      let document = try await Program(lab, Self.containers).document("run")
      #expect(document.steps.first?.reason.hasSuffix("leaves 1 anonymous volume behind") == true, "\(document.steps)")
      #expect(try await lab.docker("volume", "ls", "--quiet").split(separator: "\n").count == 1)
    }
  }

  @Test func `of two containers that share an anonymous volume and both go, the last says that it stays`() async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.exited(name: "one", options: ["--volume", "/shared"])
      try await lab.exited(name: "two", options: ["--volumes-from", "one"])
      let document = try await Program(lab, Self.containers).document("run")
      #expect(document.steps.map(\.outcome) == ["done", "done"])
      let telling = document.steps.filter { $0.reason.hasSuffix("leaves 1 anonymous volume behind") }
      #expect(telling.map(\.name) == ["one"], "\(document.steps)")
      #expect(try await lab.docker("volume", "ls", "--quiet").split(separator: "\n").count == 1)
    }
  }

  @Test func `what failed so often as its restart policy allows goes, and what the engine brings back stays`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let options = { (tries: Int) in ["--restart", "on-failure:\(tries)"] }
      let spent = try await lab.run(["sh", "-c", "exit 1"], name: "spent", options: options(1))
      let waits = try await lab.run(["sh", "-c", "sleep 1000"], name: "waits", options: options(5))
      try await lab.docker("stop", "--time", "0", waits)
      while try await lab.docker("inspect", "--format", "{{.RestartCount}}{{.State.Status}}", spent) != "1exited" {
        try await execute(["sleep", "0.1"])
      }
      try await lab.restart()
      #expect(try await lab.status(of: spent) == "exited")
      #expect(try await lab.status(of: waits) == "running")
      try await lab.docker("stop", "--time", "0", waits)
      let janitor = try Program(lab, Self.containers)
      let dry = try await janitor.document("run", "--dry-run")
      #expect(dry.steps.map(\.name) == ["spent"])
      #expect(try await janitor.document("run", "--dry-run").decisions == dry.decisions)
      #expect(try await janitor("explain", "waits").output.contains("on-failure brings it back with the engine"))
    }
  }

  private static let networks = """
    [brake]
    share = "100%"
    [[policy]]
    name = "networks"
    target = "networks"

    """

  @Test func `networks that a Swarm node's gateway is on, or that others are made from, are never planned`()
    async throws
  {
    try await withDocker { lab in
      let script = """
        ip link add br9 type bridge && ip link set br9 up && ip addr add 10.8.8.1/24 dev br9
        """
      let daemon = try String(contentsOfFile: "\(lab.folder)/daemon", encoding: .utf8)
      try await execute([
        "nsenter", "--net", "--target", daemon.trimmingCharacters(in: .whitespacesAndNewlines), "sh", "-c", script,
      ])
      try await lab.docker("swarm", "init", "--advertise-addr", "10.8.8.1", "--listen-addr", "10.8.8.1")
      // The gateway comes a moment after.
      while (try? await lab.docker("network", "inspect", "docker_gwbridge"))?.contains("gateway_ingress-sbox") != true {
        try await execute(["sleep", "0.1"])
      }
      try await lab.docker("network", "create", "--config-only", "--subnet", "10.77.0.0/24", "settings")
      try await lab.docker("network", "create", "--config-only", "--subnet", "10.78.0.0/24", "used-settings")
      try await lab.docker("network", "create", "--driver", "bridge", "--config-from", "used-settings", "made")
      try await lab.docker("network", "create", "free")
      let janitor = try Program(lab, Self.networks + "filter = [\"type=custom\"]\nexcept = [\"name=made\"]\n")
      let before = try await lab.state()
      let dry = try await janitor.document("run", "--dry-run")
      #expect(dry.steps.map(\.name) == ["free"])
      let kept = try await janitor("run", "--dry-run", "--show-kept").output
      #expect(kept.contains(/docker_gwbridge +in use by gateway_ingress-sbox/), "\(kept)")
      #expect(kept.contains(/network used-settings +networks were made from its configuration: made/), "\(kept)")
      #expect(kept.contains(/network settings +it holds a configuration/), "\(kept)")
      #expect(try await janitor("explain", "docker_gwbridge").output.contains("in use by gateway_ingress-sbox"))
      let run = try await janitor("run")
      #expect(run.status == 0, "\(run)")
      let changes = try await lab.state().changes(since: before)
      #expect(changes.count == 1 && changes[0].contains("\"Name\":\"free\""), "\(changes)")

      // A policy that names a configuration takes it, and the gateway once the node has left the swarm.
      let aged = try Program(
        lab, Self.networks + "older-than = \"0s\"\nfilter = [\"name=settings\", \"name=gwbridge\"]\n")
      #expect(try await aged.document("run", "--dry-run").steps.map(\.name) == ["settings"])
      try await lab.docker("swarm", "leave", "--force")
      while try await lab.docker("network", "inspect", "docker_gwbridge").contains("gateway_ingress-sbox") {
        try await execute(["sleep", "0.1"])
      }
      _ = try await aged.document("run", "--dry-run")
      #expect(
        try await aged.document("run", "--dry-run").steps.map(\.name).sorted() == ["docker_gwbridge", "settings"])
    }
  }

  @Test func `a dry run without networks to remove asks for none of them`() async throws {
    try await withDocker { lab in
      try await lab.docker("network", "create", "kept")
      let janitor = try Program(lab, Self.networks + "filter = [\"type=custom\"]\nexcept = [\"name=kept\"]\n")
      let mark = lab.mark
      #expect(try await janitor.document("run", "--dry-run").steps.isEmpty)
      #expect(!lab.requests(since: mark).contains { $0.contains("/networks/") })
    }
  }

  @Test(arguments: [true, false])
  func `S5 S11 on Podman volumes stay while a container has a folder that no list names`(isRoot: Bool) async throws {
    try await withPodman { lab in
      _ = try await lab.importBase()
      try await lab.podman("volume", "create", "data")
      let folder = try await lab.podman("volume", "inspect", "--format", "{{.Mountpoint}}", "data")
      if isRoot {
        try await execute(["mkdir", "\(folder)/bin", "\(folder)/proc"])
        try await execute(["cp", "/bin/busybox", "\(folder)/bin/sleep"])
        try await lab.podman("create", "--network", "none", "--name", "user", "--rootfs", folder, "sleep", "9")
      } else {
        try await lab.running(name: "user", options: ["--volume", "\(folder):/x:O"])
      }
      let janitor = try Program(lab, Self.volumes)
      for _ in 1...2 { #expect(try await janitor.document("run").steps.isEmpty) }
      let words = try await janitor("explain", "data").output
      #expect(words.contains(isRoot ? "in use by" : "stays: "), "\(words)")
      try await lab.podman("rm", "--force", "--time=0", "user")
      _ = try await janitor.document("run", "--dry-run")
      #expect(try await janitor.document("run").steps.map(\.name) == ["data"])
    }
  }
}
