import EngineLab
import Foundation
import ProgramLab
import Testing

@Suite struct RecoveryTests {
  @Test func `S7 a run that was killed is settled by the next, object by object`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let count = 60
      for round in 1...4 {
        try await execute([
          "sh", "-c",
          "seq \(count) | xargs -P 4 -I{} docker --host \(lab.host) create --network none base:1 true >/dev/null",
        ])
        let janitor = try Program(
          lab,
          """
          [brake]
          share = "100%"
          [[policy]]
          name = "created"
          target = "containers"
          filter = ["status=created"]
          """)
        let mark = lab.mark
        let script = """
          "$@" & pid=$!
          until grep -q DELETE "$LOG.tail" 2>/dev/null; do tail -c +\(mark.offset + 1) "$LOG" >"$LOG.tail"; done
          kill -KILL $pid; wait $pid; true
          """
        try await execute(
          ["sh", "-c", script, "sh", Program.path, "run", "--host", lab.host] + janitor.arguments,
          environment: ["LOG": "\(lab.folder)/log"])
        try await execute(["rm", "-f", "\(lab.folder)/log.tail"])

        #expect(try await janitor.query("SELECT status FROM run ORDER BY id DESC LIMIT 1") == "running")
        let open = try await janitor.query("SELECT count(*) FROM step WHERE outcome = 'intended'")
        #expect(open != "0")
        let next = try await janitor.document("run")
        #expect(next.steps.allSatisfy { $0.outcome == "done" })
        #expect(try await janitor.query("SELECT count(*) FROM step WHERE outcome = 'intended'") == "0")
        #expect(try await janitor.query("SELECT status FROM run ORDER BY id DESC LIMIT 1 OFFSET 1") == "interrupted")
        #expect(try await lab.docker("ps", "--all", "--quiet") == "")
        // Whatever went, the ledger says so once: by the run that died, or by the next.
        let gone = try await janitor.query(
          "SELECT count(DISTINCT object_id), count(*) FROM step WHERE outcome = 'done'"
        )
        let parts = gone.split(separator: "|")
        #expect(parts.map { Int($0) } == [count * round, count * round])
        #expect(try await janitor.query("PRAGMA integrity_check") == "ok")
      }
    }
  }
}
