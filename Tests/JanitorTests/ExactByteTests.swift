import EngineLab
import Foundation
import ProgramLab
import Testing

/// What janitor says of bytes, on real engines.
@Suite struct ExactByteTests {
  private static func unused(_ references: String...) -> String {
    """
    [brake]
    share = "100%"
    [[policy]]
    name = "unused"
    target = "images"
    filter = [\(references.map { "\"reference=\($0)\"" }.joined(separator: ", "))]
    """
  }

  @Test func `ten images that share 30 MB free 9 MB when one is in use, whatever docker system df says`() async throws {
    try await withDocker { lab in
      let shared = Layer.bytes(30_000_000, seed: "shared")
      for number in 1...10 {
        try await lab.loadImage(
          tags: ["app:\(number)"], layers: [shared, .bytes(1_000_000, seed: "own \(number)")], command: ["/nothing"])
      }
      try await lab.docker("create", "--network=none", "app:7")
      let before = try await lab.layersSize()
      #expect(before == 40_000_000)
      let df = try await lab.docker("system", "df", "--format", "{{.Type}} {{.Reclaimable}}")
      #expect(df.contains("Images 39MB"), "\(df)")

      let janitor = try Program(lab, Self.unused("app"))
      let table = try await janitor("run", "--dry-run").output
      #expect(table.contains("A run would take 9 steps (remove 9 images) and free 9 MB."), "\(table)")
      let document = try await janitor.document("run")
      #expect(document.totals.predictedBytes == 9_000_000)
      #expect(document.totals.predictedBounds == Document.Bounds(lower: 9_000_000, upper: 9_000_000))
      #expect(document.totals.reclaimedBytes == 9_000_000)
      #expect(document.totals.unmeasured == 0)
      #expect(try await before - lab.layersSize() == 9_000_000)
    }
  }

  @Test func `what the build cache holds comes free for nobody, and the plan says that it may be so`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let built = try await lab.build(
        "FROM base:1\nRUN dd if=/dev/zero of=/a bs=1000 count=5\nRUN dd if=/dev/zero of=/b bs=1000 count=7",
        tag: "built:1")
      let loaded = try await lab.loadImage(
        tags: ["loaded:1"], layers: [.bytes(4000, seed: "1"), .bytes(6000, seed: "2")])
      // Of a size that a record has, but not on what that was built on.
      let alike = try await lab.loadImage(
        tags: ["alike:1"], layers: [.bytes(3000, seed: "3"), .bytes(5000, seed: "4")])
      let janitor = try Program(lab, Self.unused("built", "loaded", "alike"))
      let dry = try await janitor.document("run", "--dry-run")
      func step(_ id: String, in document: Document) -> Document.Step? { document.steps.first { $0.id == id } }
      #expect(step(built, in: dry)?.predictedBounds == Document.Bounds(lower: 0, upper: 12_000))
      #expect(step(loaded, in: dry)?.predictedBounds == Document.Bounds(lower: 10_000, upper: 10_000))
      #expect(step(alike, in: dry)?.predictedBounds == Document.Bounds(lower: 8000, upper: 8000))
      #expect(dry.totals.predictedBounds == Document.Bounds(lower: 18_000, upper: 30_000))
      let table = try await janitor("run", "--dry-run").output
      #expect(table.contains("up to 12 kB") && table.contains("free 18 kB to 30 kB."), "\(table)")

      let document = try await janitor.document("run")
      #expect(document.steps.allSatisfy { $0.outcome == "done" })
      #expect(step(built, in: document)?.reclaimedBytes == 0)
      #expect(document.totals.reclaimedBytes == 18_000)
    }
  }

  @Test func `an image without history is known by what else shares its layers, or by the engine's own files`()
    async throws
  {
    try await withDocker { lab in
      // Nothing but the engine's files tells how the sizes of these two split.
      let shared = Layer.bytes(2000, seed: "shared")
      for (name, size) in [("aa", 300), ("bb", 50)] {
        try await lab.loadImage(
          tags: ["\(name):1"], layers: [shared, .bytes(size, seed: name)], history: .none, command: nil)
      }
      let janitor = try Program(lab, Self.unused("aa"))
      let size = try await lab.layersSize()
      let document = try await janitor.document("run")
      #expect(document.steps.map(\.predictedBounds) == [Document.Bounds(lower: 300, upper: 300)])
      #expect(document.totals.reclaimedBytes == 300)
      #expect(try await size - lab.layersSize() == 300)
      #expect(try await janitor.query("SELECT bytes FROM layer_size ORDER BY bytes") == "300\n2000")
    }
  }

  private static let exited = """
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]
    """

  @Test func `a container's bytes count its log, whatever driver keeps it`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let write = ["sh", "-c", "head -c 100 /dev/zero >/f; yes | head -n 4000"]
      var expected: [String: Int64] = [:]
      for (name, options) in [
        ("json", []), ("rotated", ["--log-opt=max-size=20k", "--log-opt=max-file=3", "--log-opt=compress=true"]),
        ("local", ["--log-driver=local"]), ("none", ["--log-driver=none"]),
      ] as [(String, [String])] {
        let id = try await lab.run(write, name: name, options: options)
        try await lab.docker("wait", id)
        let folder = "\(lab.folder)/data/containers/\(id)"
        let sizes = try await execute(["find", folder, "-name", "*log*", "-type", "f", "-printf", "%s\\n"])
        let log = sizes.split(separator: "\n").compactMap { Int64($0) }.reduce(0, +)
        #expect(name == "none" ? log == 0 : log > 1000, "\(name): \(log)")
        expected[name] = 100 + log
      }
      let document = try await Program(lab, Self.exited).document("run")
      #expect(document.totals.unseenLogs == 0)
      for step in document.steps {
        #expect(step.predictedBytes == expected[step.name], "\(step.name)")
        #expect(step.reclaimedBytes == expected[step.name], "\(step.name)")
      }
      #expect(document.steps.count == expected.count)
    }
  }

  @Test func `logs of an engine elsewhere are not counted, and the plan says so`() async throws {
    let port = Int.random(in: 20_000..<30_000)
    try await withDocker(sharesNetwork: true, arguments: ["--host=tcp://127.0.0.1:\(port)", "--tls=false"]) { lab in
      _ = try await lab.importBase()
      for (name, driver) in [("aa", "json-file"), ("bb", "json-file"), ("cc", "none")] {
        let id = try await lab.run(
          ["sh", "-c", "head -c 100 /dev/zero >/f; yes | head -n 100"], name: name, options: ["--log-driver=\(driver)"])
        try await lab.docker("wait", id)
      }
      let janitor = try Program(
        host: "tcp://127.0.0.1:\(port)", folder: "\(lab.folder)/janitor", configuration: Self.exited)
      let dry = try await janitor.document("run", "--dry-run")
      #expect(dry.totals.unseenLogs == 2)
      #expect(dry.totals.predictedBytes == 300)
      #expect(dry.totals.predictedBounds == Document.Bounds(lower: 300, upper: nil))
      #expect(dry.steps.first { $0.name == "aa" }?.predictedBounds == Document.Bounds(lower: 100, upper: nil))
      #expect(dry.steps.first { $0.name == "cc" }?.predictedBounds == Document.Bounds(lower: 100, upper: 100))
      let table = try await janitor("run", "--dry-run").output
      #expect(table.contains("Logs of 2 containers are not counted: janitor cannot see their files."), "\(table)")
      #expect(table.contains("and free at least 300 B."), "\(table)")
      #expect(try await janitor.document("run").totals.reclaimedBytes == 300)
    }
  }

  @Test func `what Podman frees is measured on its disk, within 2 % or 64 KiB an object`() async throws {
    try await withPodman { lab in
      _ = try await lab.importBase()
      let shared = Layer.files((0..<40).map { ("small/\($0)", 10) }, seed: "shared")
      let own = Layer.bytes(400_000, seed: "a")
      for (name, layers) in [
        ("kept", [shared]), ("aa", [shared, own]), ("twin", [shared, own]),
        ("bb", [shared, .files((0..<200).map { ("many/\($0)", 3) }, seed: "b")]), ("cc", [.bytes(90_000, seed: "c")]),
      ] {
        try await lab.loadImage(tags: ["\(name):1"], labels: ["name": name], layers: layers)
      }
      for name in ["empty", "full"] {
        let full = "mkdir /d; for i in a b c d e f; do echo $i >/d/$i; done; yes | head -n 5000"
        let script = name == "full" ? full : ":"
        let id = try await lab.run(["sh", "-c", script], name: name)
        try await lab.podman("wait", id)
        // Podman tidies up behind a container after it has ended; until then it may refuse to remove it.
        try await lab.podman("container", "cleanup", id)
      }
      let names = ["aa", "twin", "bb", "cc"].map { "\"reference=*/\($0)\"" }.joined(separator: ", ")
      let policies = "[[policy]]\nname = \"images\"\ntarget = \"images\"\nfilter = [\(names)]\n" + Self.exited
      let janitor = try Program(lab, policies)
      let before = try await lab.diskUsage()
      let document = try await janitor.document("run")
      let freed = try await before - lab.diskUsage()
      let otherwise = document.steps.filter { $0.outcome != "done" }
      #expect(otherwise.isEmpty && document.steps.count == 6, "\(otherwise)")
      #expect(document.totals.unmeasured == 0)
      let recorded = try #require(document.totals.reclaimedBytes)
      #expect(abs(recorded - freed) <= max(freed / 50, 6 * 65_536), "\(recorded) recorded, \(freed) on the disk")
      // 200 files of 3 bytes take 200 blocks; archives have nothing to say of that.
      #expect(recorded > 400_000 + 200 * 4096 + 90_000)
      let bounds = document.totals.predictedBounds
      let upper = try #require(bounds.upper)
      #expect(bounds.lower <= recorded && recorded <= upper)
      #expect(try await janitor.query("SELECT count(*) > 0 FROM layer_size") == "1")
    }
  }
}
