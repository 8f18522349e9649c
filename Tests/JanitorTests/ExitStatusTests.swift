import EngineLab
import Foundation
import ProgramLab
import Testing

@Suite struct ExitStatusTests {
  private static let takeAll = """
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]
    """

  @Test func `69 when no engine answers`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let janitor = try Program(host: "unix://\(folder)/no.sock", folder: folder, configuration: Self.takeAll)
    let ending = try await janitor("run", "--dry-run")
    #expect(ending.status == 69)
    #expect(ending.diagnostics.contains("no engine answers at unix://\(folder)/no.sock"))
  }

  @Test func `S10 78 on any mistake, and no request is sent`() async throws {
    try await withDocker { lab in
      let janitor = try Program(lab, Self.takeAll + "\nolder-then = \"1h\"\n")
      let mark = lab.mark
      for words in [["run"], ["run", "--dry-run"], ["check"]] {
        let ending = try await janitor.run(
          words + janitor.arguments + (words == ["check"] ? [] : ["--host", lab.host]))
        #expect(ending.status == 78)
        #expect(ending.diagnostics.contains("janitor.conf:5:1: "))
        #expect(ending.diagnostics.contains("older-than"))
      }
      #expect(lab.requests(since: mark).isEmpty)
    }
  }

  @Test func `74 when the ledger cannot be written, and nothing is removed`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited()
      let janitor = try Program(lab, Self.takeAll)
      // Root may write anywhere but on a file system that is read-only.
      let folder = "\(lab.folder)/janitor/ledger"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try await execute(["mount", "-t", "tmpfs", "-o", "ro", "none", folder])
      let mark = lab.mark
      let ending = try await janitor("run")
      try await execute(["umount", folder])
      #expect(ending.status == 74)
      #expect(ending.diagnostics.contains(folder))
      #expect(lab.requests(since: mark).filter { !$0.hasPrefix("GET ") && !$0.hasPrefix("HEAD ") }.isEmpty)
      #expect(try await lab.status(of: id) == "exited")
    }
  }

  @Test func `S9 75 while another janitor runs on the engine, naming the holder`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited()
      let janitor = try Program(lab, Self.takeAll)
      let engine = try await lab.docker("info", "--format", "{{.ID}}{{.DockerRootDir}}")
      let name = engine.split { !($0.isLetter || $0.isNumber) }.joined(separator: "-")
      let lock = "/run/lock/janitor-\(name).lock"
      defer { try? FileManager.default.removeItem(atPath: lock) }
      let script = """
        exec 9<>"\(lock)"; flock -n 9 || exit 99
        "$@"
        """
      let held = try await janitor.held(by: script)
      #expect(held.status == 75)
      #expect(held.diagnostics.contains("another janitor is running on this engine"))
      #expect(held.diagnostics.contains("process "))
      #expect(try await lab.status(of: id) == "exited")
      // A dry run changes nothing and needs no lock; and the lock dies with its holder.
      #expect(try await janitor("run", "--dry-run").status == 0)
      #expect(try await janitor("run").status == 0)
      #expect(try await lab.status(of: id) == nil)
    }
  }

  @Test func `S8 4 when the brake stops the run, and nothing is removed`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      for _ in 0..<11 { try await lab.exited() }
      let before = try await lab.state()
      for (brake, words) in [("steps = 10", "[brake] steps allows 10"), ("share = \"90%\"", "11 of 11 containers")] {
        let janitor = try Program(lab, "[brake]\n\(brake)\n" + Self.takeAll)
        for command in [["run"], ["run", "--dry-run"]] {
          let ending = try await janitor.run(command + janitor.arguments + ["--host", lab.host])
          #expect(ending.status == 4)
          #expect(ending.output.contains("The brake stopped the run") && ending.output.contains(words))
          #expect(ending.diagnostics.isEmpty)
          let quiet = try await janitor.run(command + janitor.arguments + ["--host", lab.host, "--format", "json"])
          #expect(quiet.status == 4 && quiet.diagnostics.contains(words))
        }
        #expect(try await lab.state().changes(since: before) == [])
      }
      let janitor = try Program(lab, "[brake]\nshare = \"100%\"\n" + Self.takeAll)
      #expect(try await janitor("run").status == 0)
      #expect(
        try await janitor.query("SELECT status FROM run ORDER BY id")
          == "stopped\nstopped\nfinished\nfinished\nstopped\nstopped\nfinished\nfinished\nfinished")
    }
  }

  @Test func `64 on a wrong use`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let janitor = try Program(host: "unix:///nowhere", folder: folder, configuration: Self.takeAll)
    #expect(try await janitor("run", "--no-such-option").status == 64)
    #expect(try await janitor("run", "--policy", "unheard-of").status == 64)
    #expect(try await janitor("report", "--since", "yesterday").status == 64)
  }
}
