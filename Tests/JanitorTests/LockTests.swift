import EngineLab
import Foundation
import Glibc
import ProgramLab
import Testing

// Glibc's module has neither: they are declared for _GNU_SOURCE only.
@_silgen_name("sched_getaffinity") private func affinity(
  _ thread: pid_t, _ size: Int, _ mask: UnsafeMutablePointer<cpu_set_t>
) -> CInt
@_silgen_name("sched_setaffinity") private func bind(
  _ thread: pid_t, _ size: Int, _ mask: UnsafePointer<cpu_set_t>
) -> CInt

/// S9: one run at a time on one engine, whoever starts it and wherever.
@Suite struct LockTests {
  private static let policies = """
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["name=old"]
    """

  /// Runs `body` while a real run holds the engine: one of its first looks is answered late.
  private func whileRunning(_ lab: DockerLab, _ janitor: Program, _ body: () async throws -> Void) async throws {
    try await FaultProxy.with(lab) { proxy in
      let afterPingAndInfo = 2
      proxy.harm(afterPingAndInfo, by: .delay(.seconds(60)))
      let file = "\(lab.folder)/janitor/first"
      let script = """
        "$@" >"\(file).out" 2>&1 &
        echo $! >"\(file)"
        until ls -l /proc/$!/fd | grep -q 'janitor-.*lock'; do kill -0 $! || exit 98; done
        """
      let words = ["sh", "-c", script, "sh", Program.path, "run", "--host", proxy.host]
      try await execute(words + janitor.arguments)
      let kill = ["sh", "-c", "kill -KILL $(cat '\(file)')"]
      do {
        try await body()
      } catch {
        _ = try? await execute(kill)
        throw error
      }
      try await execute(kill)
    }
  }

  @Test func `S9 75 for another user, with a ledger of their own`() async throws {
    try await withDocker(arguments: ["--group", "nogroup"]) { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited(name: "old")
      let janitor = try Program(lab, Self.policies)
      let home = "\(lab.folder)/home"
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      try await execute(["chown", "nobody:nogroup", home])
      try await execute(["chmod", "0711", lab.folder])
      // The build may lie where only root may look.
      for file in [Program.path, "\(lab.folder)/janitor/janitor.conf"] { try await execute(["cp", file, home]) }
      let other =
        [
          "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "\(home)/janitor", "run", "--host",
          lab.host,
        ]
        + ["--config", "\(home)/janitor.conf", "--history", "\(home)/history.sqlite"]
      try await whileRunning(lab, janitor) {
        let ending = await Self.outcome(of: other)
        #expect(ending.status == 75, "\(ending)")
        #expect(ending.diagnostics.contains("another janitor is running on this engine: process "))
        #expect(ending.diagnostics.contains("\(Program.path) run"))
      }
      // The lock died with its holder.
      #expect(await Self.outcome(of: other).status == 0)
      #expect(try await lab.status(of: id) == nil)
    }
  }

  @Test func `S9 75 for a container that shares the ledger and not the host's locks`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited(name: "old")
      let janitor = try Program(lab, Self.policies)
      #expect(try await janitor("run", "--dry-run").status == 0)
      // It has everything of the host's but /run, and is told what a sanitizer was told.
      let command =
        lab.client + ["run", "--rm", "--network=none", "--volume", "/:/host", "--tmpfs", "/host/run"]
        + ["--env", "ASAN_OPTIONS", "--env", "TSAN_OPTIONS", "base:1"] + [
          "/bin/busybox", "chroot", "/host", Program.path, "run", "--host", lab.host,
        ] + janitor.arguments
      try await whileRunning(lab, janitor) {
        let ending = await Self.outcome(of: command)
        #expect(ending.status == 75, "\(ending)")
        #expect(ending.diagnostics.contains("another janitor is running on this engine: "))
        #expect(ending.diagnostics.contains(" holds \(lab.folder)/janitor/ledger/janitor-"))
        let state = try await lab.status(of: id)
        #expect(state == "exited")
      }
      #expect(await Self.outcome(of: command).status == 0)
      #expect(try await lab.status(of: id) == nil)
    }
  }

  @Test func `S9 the holder is named on a host with very many locks`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.exited(name: "old")
      let janitor = try Program(lab, Self.policies)
      try await whileRunning(lab, janitor) {
        let locks = try Self.lockManyFiles(in: lab.folder)
        let ending = try await janitor("run")
        locks.forEach { close($0) }
        #expect(ending.status == 75)
        #expect(ending.diagnostics.contains("another janitor is running on this engine: process "), "\(ending)")
        #expect(ending.diagnostics.contains("\(Program.path) run"))
      }
    }
  }

  /// The kernel lists locks by the processor on which they were taken, the newest first: more than a page of them comes before any
  /// that was there.
  private static func lockManyFiles(in folder: String) throws -> [Int32] {
    var before = cpu_set_t()
    #expect(affinity(0, MemoryLayout<cpu_set_t>.size, &before) == 0)
    defer { _ = bind(0, MemoryLayout<cpu_set_t>.size, &before) }
    var locks: [Int32] = []
    for processor in 0..<sysconf(Int32(_SC_NPROCESSORS_CONF)) {
      var one = cpu_set_t()
      withUnsafeMutableBytes(of: &one) { $0[processor / 8] |= 1 << (processor % 8) }
      guard bind(0, MemoryLayout<cpu_set_t>.size, &one) == 0 else { continue }
      for number in 0..<100 {
        let file = open("\(folder)/lock-\(processor)-\(number)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #expect(file >= 0 && flock(file, LOCK_EX) == 0)
        locks.append(file)
      }
    }
    return locks
  }

  private static func outcome(of command: [String]) async -> Program.Ending {
    do {
      return Program.Ending(status: 0, output: try await execute(command), diagnostics: "")
    } catch let failure as CommandFailure {
      return Program.Ending(status: failure.status, output: failure.output, diagnostics: failure.diagnostics)
    } catch {
      return Program.Ending(status: -1, output: "", diagnostics: "\(error)")
    }
  }
}
