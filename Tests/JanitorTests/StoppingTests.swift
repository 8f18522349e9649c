import EngineLab
import ProgramLab
import Testing

@Suite struct StoppingTests {
  @Test(arguments: ["TERM", "INT"])
  func `S7 a run that is told to stop finishes what is in flight, records all and leaves`(signal: String) async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let containers = 120
      try await execute([
        "sh", "-c",
        "seq \(containers) | xargs -P 4 -I{} docker --host \(lab.host) create --network none base:1 true >/dev/null",
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
      // The signal comes when the ledger shows the first outcome. Without job control a shell makes its children deaf
      // to SIGINT.
      let script = """
        set -m
        "$@" & pid=$!
        until [ "$(sqlite3 "$LEDGER" "SELECT count(*) FROM step WHERE outcome = 'done'" 2>/dev/null)" -gt 0 ] 2>/dev/null
        do kill -0 $pid || exit 98; done
        kill -\(signal) $pid; wait $pid
        """
      let words = ["sh", "-c", script, "sh", Program.path, "run", "--host", lab.host] + janitor.arguments
      let output = try await execute(words, environment: ["LEDGER": janitor.ledger])
      #expect(output.contains("Stopped before the end"))
      #expect(try await janitor.query("SELECT status FROM run") == "stopped")

      let done = try #require(Int(try await janitor.query("SELECT count(*) FROM step WHERE outcome = 'done'")))
      let skipped = try #require(Int(try await janitor.query("SELECT count(*) FROM step WHERE outcome = 'skipped'")))
      let left = try await lab.docker("ps", "--all", "--quiet").split(separator: "\n").count
      #expect(done > 0)
      #expect(skipped > 0)
      #expect(done + skipped == containers)
      #expect(left == skipped)
      // The next run goes on where this one ended.
      let next = try await janitor.document("run")
      #expect(next.totals.done == left)
      #expect(try await lab.docker("ps", "--all", "--quiet") == "")
    }
  }

  @Test func `S7 a run that is told twice waits for no answer, and the next finds out what became of it`() async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      for _ in 0..<60 { try await lab.created() }
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
      // The engine hangs as soon as the ledger shows an outcome; then come the two signals.
      let script = """
        set -m
        "$@" & pid=$!
        until [ "$(sqlite3 "$LEDGER" "SELECT count(*) FROM step WHERE outcome = 'done'" 2>/dev/null)" -gt 0 ] 2>/dev/null
        do kill -0 $pid || exit 98; done
        kill -STOP "$(cat "$DAEMON")"
        kill -INT $pid; sleep 0.5; kill -INT $pid
        timeout 20 tail --pid=$pid -f /dev/null || { kill -KILL $pid; kill -CONT "$(cat "$DAEMON")"; exit 97; }
        kill -CONT "$(cat "$DAEMON")"
        wait $pid
        """
      let words = ["sh", "-c", script, "sh", Program.path, "run", "--host", lab.host] + janitor.arguments
      let environment = ["LEDGER": janitor.ledger, "DAEMON": "\(lab.folder)/daemon"]
      var status: Int32 = 0
      do {
        try await execute(words, environment: environment)
      } catch let failure as CommandFailure {
        status = failure.status
      }
      // All may have been done before the engine hung; else something is unknown, or was not even looked at, and that is said.
      let undone = try await janitor.query("SELECT count(*) FROM step WHERE outcome IN ('unknown', 'failed')")
      #expect(status == (undone == "0" ? 0 : 3))
      let unknown = try #require(Int(try await janitor.query("SELECT count(*) FROM step WHERE outcome = 'unknown'")))
      #expect(try await janitor.query("SELECT count(*) FROM step WHERE outcome = 'intended'") == "0")
      #expect(try await janitor.query("SELECT count(*) FROM step") == "60")
      #expect(try await janitor.query("SELECT status FROM run") == "stopped")
      #expect(try await janitor("run").status == 0)
      #expect(try await lab.docker("ps", "--all", "--quiet") == "")
      // What was unknown is known now, and how that was found out.
      #expect(try await janitor.query("SELECT count(*) FROM step WHERE outcome = 'unknown'") == "0")
      let settled =
        "SELECT count(*) FROM step WHERE run = 1 AND error LIKE '%; found out later by asking the engine for it: %'"
      #expect(try await janitor.query(settled) == "\(unknown)")
    }
  }
}
