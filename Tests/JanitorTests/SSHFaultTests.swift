import EngineLab
import Foundation
import ProgramLab
import Testing

/// What happens to a run over ssh when something happens to its connections.
@Suite struct SSHFaultTests {
  private static let containers = 100
  private static let takeAll = """
    [engine]
    timeout = "6s"
    [brake]
    share = "100%"
    [[policy]]
    name = "created"
    target = "containers"
    filter = ["status=created"]
    """

  /// Runs janitor on as many containers and does `event`, a shell's command, when the first removals are under way.
  private func run(
    _ lab: DockerLab, _ ssh: SSHLab, _ event: String, afterwards: () throws -> Void = {}
  ) async throws -> (janitor: Program, ending: Program.Ending, outcomes: [String: Int], left: Int) {
    _ = try await lab.importBase()
    let create = "seq \(Self.containers) | xargs -P 4 -I{} docker create --network none base:1 true >/dev/null"
    try await execute(["sh", "-c", create], environment: ["DOCKER_HOST": lab.host])
    var janitor = try Program(host: ssh.host(), folder: "\(ssh.folder)/janitor", configuration: Self.takeAll)
    janitor.environment = ssh.environment
    janitor.environment["LEDGER"] = janitor.ledger
    janitor.environment["SSHD"] = ssh.daemon
    janitor.environment["ENGINE"] = "\(lab.folder)/daemon"
    // A process group of its own is what a terminal gives janitor, and where its keys go.
    let script = """
      setsid "$@" & pid=$!
      until [ "$(sqlite3 "$LEDGER" "SELECT count(*) FROM step" 2>/dev/null)" -gt 0 ] 2>/dev/null
      do kill -0 $pid || exit 98; done
      { \(event); } || exit 97; wait $pid
      """
    let ending = try await janitor.run(
      through: ["sh", "-c", script, "sh"], ["run", "--host", ssh.host()] + janitor.arguments)
    try afterwards()
    let rows = try await janitor.query("SELECT outcome, count(*) FROM step GROUP BY outcome")
    let outcomes = Dictionary(
      uniqueKeysWithValues: rows.split(separator: "\n").map { row in
        let parts = row.split(separator: "|")
        return (String(parts[0]), Int(parts[1]) ?? -1)
      })
    let left = try await lab.docker("ps", "--all", "--quiet").split(separator: "\n").count
    return (janitor, ending, outcomes, left)
  }

  @Test(arguments: ["kill -TERM $pid", "kill -INT -$pid"])
  func `S7 a run over ssh that is told to stop, by a terminal too, finishes what is in flight`(
    event: String
  ) async throws {
    try await withDocker { lab in
      try await withSSH(docker: lab.socket) { ssh in
        let (_, ending, outcomes, left) = try await run(lab, ssh, event)
        #expect(ending.status == 0, "\(ending.diagnostics)")
        #expect(ending.output.contains("Stopped before the end"))
        #expect(Set(outcomes.keys) == ["done", "skipped"])
        #expect(outcomes["skipped"] == left)
        // No connection was made anew, so the terminal's key ended none.
        #expect(ssh.calls.count <= 8)
        #expect(try FileManager.default.contentsOfDirectory(atPath: ssh.temporary) == [])
      }
    }
  }

  @Test func `S7 a run over ssh that is told twice leaves at once, and nothing of ssh stays`() async throws {
    try await withDocker { lab in
      try await withSSH(docker: lab.socket) { ssh in
        // A removal would be waited for twice as long.
        let twice = #"""
          kill -STOP "$(cat "$ENGINE")"; sleep 0.3; kill -TERM $pid; sleep 0.3; kill -TERM $pid
          timeout 60 tail --pid $pid -f /dev/null
          """#
        let (_, ending, _, _) = try await run(lab, ssh, twice, afterwards: { try lab.resume() })
        #expect(ending.diagnostics.contains("told twice"))
        #expect(ending.status != 97)
        #expect(ssh.carriers == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: ssh.temporary) == [])
      }
    }
  }

  @Test func `S7 connections that are cut in the middle of a run are made anew, and nothing is told wrongly`()
    async throws
  {
    try await withDocker { lab in
      try await withSSH(docker: lab.socket) { ssh in
        let cut = #"kill -KILL $(cat "/proc/$SSHD/task/$SSHD/children")"#
        let (janitor, ending, outcomes, left) = try await run(lab, ssh, cut)
        #expect(outcomes["intended"] == nil)
        #expect(Set(outcomes.keys).isSubset(of: ["done", "unknown"]), "\(outcomes) \(ending.diagnostics)")
        #expect(outcomes["done", default: 0] >= Self.containers - 8)
        #expect(left <= outcomes["unknown", default: 0])
        #expect(outcomes["done", default: 0] <= Self.containers - left)
        #expect(ending.status == (outcomes["unknown"] == nil ? 0 : 3))
        #expect(ssh.calls.count > 8)
        let errors = try await janitor.query("SELECT error FROM step WHERE outcome = 'unknown'")
        for error in errors.split(separator: "\n") {
          #expect(error.contains("the connection broke in the middle of DELETE /v1.41/containers/"))
          #expect(error.contains("ssh failed: "))
        }
        #expect(try await janitor.document("run").steps.count == left)
      }
    }
  }

  @Test func `S7 a host that goes away for good ends the run, with every step accounted for`() async throws {
    try await withDocker { lab in
      try await withSSH(docker: lab.socket) { ssh in
        let away = #"kill -KILL "$SSHD" $(cat "/proc/$SSHD/task/$SSHD/children")"#
        let (janitor, ending, outcomes, left) = try await run(lab, ssh, away)
        #expect(ending.status == 3)
        #expect(outcomes["intended"] == nil)
        #expect(outcomes.values.reduce(0, +) == Self.containers)
        #expect(outcomes["done", default: 0] <= Self.containers - left)
        #expect(outcomes["done", default: 0] < Self.containers)
        #expect(left <= outcomes["unknown", default: 0] + outcomes["failed", default: 0])
        let errors = try await janitor.query("SELECT DISTINCT error FROM step WHERE outcome IN ('unknown', 'failed')")
        #expect(errors.contains("Connection refused"), "\(errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: ssh.temporary) == [])
      }
    }
  }
}
