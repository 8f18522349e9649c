import EngineLab
import Foundation
import ProgramLab
import Testing

/// Volumes, networks and build cache on a real engine: the exact set goes, and nothing else changes.
@Suite struct OtherTargetsTests {
  @Test func `S5 volumes go only when seen unused before, the named ones only where the policy says so`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let user = try await lab.exited(name: "user", options: ["--volume", "data:/d", "--volume", "/anonymous"])
      for name in ["free", "precious", "kept"] {
        try await lab.docker("volume", "create", "--label", name == "kept" ? "janitor.keep" : "x", name)
      }
      let orphan = try await lab.docker("volume", "create")
      try await lab.docker(
        "run", "--rm", "--network=none", "--volume", "\(orphan):/v", "base:1", "sh", "-c", "echo 12345 >/v/f")
      let policy = { (named: Bool) in
        """
        [protect]
        labels = ["janitor.keep"]
        volumes = ["prec*"]

        [[policy]]
        name = "volumes"
        target = "volumes"
        older-than = "0s"
        named = \(named)
        """
      }
      let careful = try Program(lab, policy(false))
      let before = try await lab.state()
      #expect(try await careful.document("run").steps.isEmpty)
      let first = try await careful.document("run", "--dry-run")
      #expect(first.steps.map(\.id) == [orphan])
      #expect(first.steps.map(\.predictedBytes) == [6])
      let document = try await careful.document("run")
      #expect(document.steps.map(\.id) == [orphan])
      #expect(document.steps.map(\.outcome) == ["done"])
      #expect(document.totals.reclaimedBytes == 6)
      var changes = try await lab.state().changes(since: before)
      #expect(changes.count == 1 && changes[0].hasPrefix("- volume \(orphan)"), "\(changes)")

      let bold = try Program(lab, policy(true))
      #expect(try await bold.document("run").steps.map(\.name) == ["free"])
      // The container goes, and with it what kept its volumes; they have to be seen unused twice all the same.
      try await lab.docker("rm", user)
      #expect(try await bold.document("run").steps.isEmpty)
      let last = try await bold.document("run")
      #expect(last.steps.count == 2)
      #expect(last.steps.contains { $0.name == "data" })
      changes = try await lab.state().changes(since: before).filter { $0.hasPrefix("- volume") }
      #expect(changes.count == 4)
      #expect(Set(try await lab.docker("volume", "ls", "--quiet").split(separator: "\n")) == ["precious", "kept"])
    }
  }

  @Test func `containers go with their anonymous volumes where the policy says so, and every byte is counted`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let write = ["sh", "-c", "echo 123456789 >/scratch/f; echo 1234 >/data/f; exit 0"]
      let options = ["--volume", "/scratch", "--volume", "data:/data"]
      let ids = [
        try await lab.run(write, name: "aa", options: options), try await lab.run(write, name: "bb", options: options),
      ]
      for id in ids { try await lab.docker("wait", id) }
      let configuration = { (volumes: Bool, name: String) in
        "[[policy]]\nname = \"exited\"\ntarget = \"containers\"\nfilter = [\"name=\(name)\"]\nvolumes = \(volumes)\n"
      }
      let plain = try await Program(lab, configuration(false, "aa")).document("run")
      #expect(plain.steps.first?.reason.hasSuffix("leaves 1 anonymous volume behind") == true)
      #expect(try await lab.docker("volume", "ls", "--quiet").split(separator: "\n").count == 3)
      let whole = try await Program(lab, configuration(true, "bb")).document("run")
      #expect(whole.steps.first?.reason.hasSuffix("with 1 anonymous volume") == true)
      #expect(whole.steps.map(\.reclaimedBytes) == [10])
      #expect(whole.steps.map(\.predictedBytes) == [10])
      #expect(try await lab.docker("volume", "ls", "--quiet").split(separator: "\n").count == 2)
    }
  }

  @Test func `S1 S5 a volume that the plan does not name stays, though its last container went`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.exited(name: "one", options: ["--volume", "/shared"])
      try await lab.exited(name: "two", options: ["--volumes-from", "one", "--volume", "/own"])
      let janitor = try Program(
        lab, "[[policy]]\nname = \"exited\"\ntarget = \"containers\"\nfilter = [\"status=exited\"]\nvolumes = true\n")
      let document = try await janitor.document("run")
      #expect(document.steps.map(\.outcome) == ["done", "done"])
      #expect(document.steps.allSatisfy { $0.reason.hasSuffix("leaves 1 anonymous volume behind") }, "\(document)")
      #expect(try await lab.docker("volume", "ls", "--quiet").split(separator: "\n").count == 2)
    }
  }

  @Test func `networks go when no container has them, stopped ones counted, and S6 not when one came meanwhile`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      for name in ["used", "busy", "free"] { try await lab.docker("network", "create", name) }
      try await lab.docker("network", "create", "--label", "com.docker.compose.project=shop", "shop_default")
      try await lab.docker("create", "--network=used", "base:1", "true")
      try await lab.created(name: "shop-web", options: ["--label", "com.docker.compose.project=shop"])
      let before = try await lab.state()
      let janitor = try Program(
        lab,
        "[[policy]]\nname = \"networks\"\ntarget = \"networks\"\nfilter = [\"dangling=true\"]\nexcept = [\"name=busy\"]\n"
      )
      let document = try await janitor.document("run")
      #expect(document.steps.map(\.name) == ["free"])
      #expect(document.steps.map(\.outcome) == ["done"])
      let changes = try await lab.state().changes(since: before)
      #expect(changes.count == 1 && changes[0].contains("\"Name\":\"free\""), "\(changes)")
    }
  }

  @Test func `build cache goes record by record, children first, and what images share stays`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let lines = "FROM base:1\nRUN dd if=/dev/zero of=/a bs=1000 count=100\nRUN dd if=/dev/zero of=/b bs=1000 count=20"
      _ = try await lab.build(lines, tag: "kept:1")
      _ = try await lab.build(lines + "\nRUN dd if=/dev/zero of=/c bs=1000 count=3", tag: "gone:1")
      try await lab.docker("rmi", "gone:1")
      let size = { () async throws -> Int64 in
        try await lab.cacheRecords().filter { $0["Shared"] as? Bool == false }
          .reduce(0) { $0 + (($1["Size"] as? NSNumber)?.int64Value ?? 0) }
      }
      let (before, shared) = (
        try await size(), try await lab.cacheRecords().filter { $0["Shared"] as? Bool == true }.count
      )
      #expect(before > 3000 && shared >= 2)
      let janitor = try Program(lab, "[[policy]]\nname = \"cache\"\ntarget = \"build-cache\"\nolder-than = \"0s\"\n")
      let dry = try await janitor.document("run", "--dry-run")
      let document = try await janitor.document("run")
      #expect(document.decisions == dry.decisions)
      #expect(document.steps.allSatisfy { $0.outcome == "done" })
      #expect(document.totals.reclaimedBytes == before)
      #expect(document.totals.predictedBytes == before)
      #expect(try await size() == 0)
      #expect(try await lab.cacheRecords().filter { $0["Shared"] as? Bool == true }.count == shared)
      #expect(try await lab.docker("image", "ls", "--quiet", "kept:1") != "")
      #expect(try await janitor.document("run").steps.isEmpty)
    }
  }

  @Test func `run --due leaves out a policy that had its turn`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let janitor = try Program(
        lab,
        """
        [[policy]]
        name = "rare"
        target = "containers"
        filter = ["exited=1"]
        every = "6h"

        [[policy]]
        name = "always"
        target = "containers"
        filter = ["exited=0"]
        """)
      try await lab.exited(1)
      // A dry run is no turn.
      #expect(try await janitor.document("run", "--due", "--dry-run").steps.map(\.policy) == ["rare"])
      #expect(try await janitor.document("run", "--due").steps.map(\.policy) == ["rare"])
      try await lab.exited(1)
      try await lab.exited(0)
      #expect(try await janitor.document("run", "--due").steps.map(\.policy) == ["always"])
      #expect(try await janitor.document("run").steps.map(\.policy) == ["rare"])
      try await lab.exited(1)
      #expect(try await janitor.query("UPDATE run SET started_at = started_at - 22000; SELECT changes() > 0") == "1")
      #expect(try await janitor.document("run", "--due").steps.map(\.policy) == ["rare"])
    }
  }
}
