import EngineLab
import Foundation
import ProgramLab
import Testing

/// Engines on other hosts, through a real sshd and the system's ssh.
@Suite struct SSHTests {
  private static let takeAll = """
    [engine]
    timeout = "6s"
    [brake]
    share = "100%"
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]
    """

  private func janitor(_ ssh: SSHLab, _ host: String) throws -> Program {
    var program = try Program(host: host, folder: "\(ssh.folder)/janitor", configuration: Self.takeAll)
    program.environment = ssh.environment
    return program
  }

  /// Whether neither a process nor a file of ssh is left.
  private func isClean(_ ssh: SSHLab) throws -> Bool {
    try ssh.carriers == 0 && FileManager.default.contentsOfDirectory(atPath: ssh.temporary).isEmpty
  }

  @Test func `S1 the main job over ssh, and nothing is left of it here`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let script = "head -c 5000 /dev/zero > /file; yes | head -c 3000; exit 3"
      let writer = try await lab.run(["sh", "-c", script], name: "writer")
      try await lab.docker("wait", writer)
      for code in 0..<20 { try await lab.exited(code) }
      let busy = try await lab.running(name: "busy")
      try await withSSH(docker: lab.socket) { ssh in
        let before = try await lab.state()
        for host in [ssh.host(), ssh.host(lab.socket)] {
          let janitor = try janitor(ssh, host)
          let mark = lab.mark
          let dry = try await janitor.document("run", "--dry-run")
          #expect(dry.engine.host == host)
          #expect(dry.steps.count == 21)
          // Logs lie on the other host: only what the engine tells counts.
          #expect(dry.steps.first { $0.id == writer }?.predictedBytes == 5000)
          #expect(lab.requests(since: mark).allSatisfy { $0.hasPrefix("GET ") || $0.hasPrefix("HEAD ") })
          #expect(try await lab.state().changes(since: before) == [])
          #expect(try isClean(ssh))
        }
        let janitor = try janitor(ssh, ssh.host())
        let table = try await janitor("run", "--dry-run")
        #expect(table.output.contains(" at \(ssh.host()): dry run of 1 policy"))
        let real = try await janitor.document("run")
        #expect(real.totals.done == 21)
        #expect(try await lab.docker("ps", "--all", "--quiet", "--no-trunc") == busy)
        #expect(try await janitor.query("SELECT DISTINCT host FROM engine") == ssh.host())
        #expect(try isClean(ssh))

        let common = "-o BatchMode=yes -o ConnectTimeout=3 -o ClearAllForwardings=yes -a -x -T -l root -p \(ssh.port)"
        let ends = ["docker system dial-stdio", "docker --host=unix://\(lab.socket) system dial-stdio"]
        #expect(Set(ssh.calls) == Set(ends.map { "\(common) -- 127.0.0.1 \($0)" }))
      }
    }
  }

  @Test func `Podman over ssh, where there is no docker`() async throws {
    try await withPodman { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited(1)
      try await withSSH(podman: lab.socket, programs: ["sh", "podman"]) { ssh in
        for host in [ssh.host(), ssh.host(lab.socket)] {
          let document = try await janitor(ssh, host).document("run", "--dry-run")
          #expect(document.steps.map(\.id) == [id])
          #expect(document.engine.kind == "podman")
        }
        let janitor = try janitor(ssh, ssh.host())
        #expect(try await janitor.document("run").totals.done == 1)
        #expect(try await lab.status(of: id) == nil)
        #expect(try isClean(ssh))
      }
    }
  }

  @Test func `69 with what ssh said, and one try only, when it cannot log in`() async throws {
    try await withSSH { ssh in
      let janitor = try janitor(ssh, ssh.host())
      try ssh.forgetKey()
      let stranger = try await janitor("run")
      #expect(stranger.status == 69)
      #expect(stranger.diagnostics.contains("no engine answers at \(ssh.host()): ssh failed: "))
      #expect(stranger.diagnostics.contains("Permission denied (publickey)"))
      #expect(stranger.diagnostics.contains("ssh -o BatchMode=yes"))
      #expect(ssh.calls.count == 1)

      try ssh.forgetHost()
      let unknown = try await janitor("run")
      #expect(unknown.status == 69)
      #expect(unknown.diagnostics.contains("Host key verification failed."))
      #expect(try isClean(ssh))
    }
  }

  @Test func `69 when the host is down, or hangs, within ssh's patience`() async throws {
    try await withSSH { ssh in
      let down = try await janitor(ssh, "ssh://127.0.0.1:1")("run")
      #expect(down.status == 69)
      #expect(down.diagnostics.contains("Connection refused"))

      try ssh.suspend()
      let hung = try await janitor(ssh, ssh.host())("run")
      #expect(hung.status == 69)
      #expect(hung.diagnostics.contains("timed out"))
      #expect(hung.diagnostics.contains("ssh failed: "))
      #expect(try isClean(ssh))
    }
  }

  @Test func `69 when there is no ssh here, no client there, or no engine there`() async throws {
    try await withSSH(programs: ["sh", "podman"]) { ssh in
      var without = try janitor(ssh, ssh.host())
      without.environment["PATH"] = "\(ssh.folder)/remote"
      let here = try await without("run")
      #expect(here.status == 69)
      #expect(
        here.diagnostics.contains("ssh cannot be started: No such file or directory; is openssh-client installed?"))

      let there = try await janitor(ssh, ssh.host())("run")
      #expect(there.status == 69)
      #expect(there.diagnostics.contains("the command over ssh ended with status 125: "))
      #expect(there.diagnostics.contains("/run/podman/podman.sock: connect: no such file or directory"))
      #expect(there.diagnostics.contains("is the engine running there"))
    }
    try await withSSH(programs: ["sh"]) { ssh in
      let neither = try await janitor(ssh, ssh.host())("run")
      #expect(neither.status == 69)
      #expect(neither.diagnostics.contains("neither docker nor podman is there over ssh: "))
      #expect(ssh.calls.map { $0.split(separator: " ").suffix(3).first } == ["docker", "podman"])
    }
  }
}
