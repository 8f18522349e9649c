import EngineLab
import Foundation
import ProgramLab
import Testing

@Suite struct ReportTests {
  private struct Report: Decodable {
    struct Row: Decodable {
      var key: String?
      var runs: Int
      var done: Int
      var skipped: Int
      var failed: Int
      var reclaimedBytes: Int64
    }
    var schema: String
    var by: String
    var rows: [Row]
    var totals: Row
  }

  @Test func `a report adds up to the ledger, whatever it groups by`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let janitor = try Program(
        lab,
        """
        [[policy]]
        name = "failed"
        target = "containers"
        filter = ["exited=1"]

        [[policy]]
        name = "finished"
        target = "containers"
        filter = ["status=exited"]

        [[policy]]
        name = "dangling"
        target = "images"
        filter = ["dangling=true"]
        """)
      for round in 0..<3 {
        for code in 0...1 { _ = try await lab.exited(code) }
        _ = try await lab.run(["sh", "-c", "head -c 1234 /dev/zero > /file"])
        try await lab.loadImage(layers: [.bytes(700 + round, seed: "\(round)")])
        let running = try await lab.docker("ps", "--quiet")
        if !running.isEmpty { try await lab.docker("wait", running) }
        #expect(try await janitor("run").status == 0)
      }
      #expect(try await janitor("run", "--dry-run").status == 0)

      let bytes = try #require(Int64(try await janitor.query("SELECT sum(reclaimed_bytes) FROM step")))
      #expect(bytes >= 3 * 1234 + 700 + 701 + 702)
      let metrics = "\(lab.folder)/janitor.prom"
      let written = ["report", "--format", "prometheus", "--output", metrics, "--history", janitor.ledger]
      #expect(try await janitor.run(written).status == 0)
      let counted = try String(contentsOfFile: metrics, encoding: .utf8).split(separator: "\n")
        .filter { $0.hasPrefix("janitor_reclaimed_bytes_total{") }.compactMap {
          Int64($0.split(separator: " ").last ?? "")
        }
      #expect(counted.reduce(0, +) == bytes && counted.count == 3)
      let done = try #require(Int(try await janitor.query("SELECT count(*) FROM step WHERE outcome = 'done'")))
      #expect(done == 12)
      for (by, rows) in [("policy", 3), ("target", 2), ("day", 1), ("run", 3), ("engine", 1)] {
        let ending = try await janitor.run(
          ["report", "--by", by, "--since", "1d", "--format", "json", "--history", janitor.ledger])
        let report = try JSONDecoder().decode(Report.self, from: Data(ending.output.utf8))
        #expect(report.schema == "janitor.report/1")
        #expect(report.by == by)
        #expect(report.rows.count == rows, "\(by)")
        #expect(report.rows.map(\.done).reduce(0, +) == done)
        #expect(report.rows.map(\.reclaimedBytes).reduce(0, +) == bytes)
        #expect(report.totals.done == done)
        #expect(report.totals.reclaimedBytes == bytes)
        #expect(report.totals.runs == 3)
      }
      let table = try await janitor("report").output
      #expect(table.contains("finished"))
      #expect(table.contains("total"))
      let past = try await janitor("report", "--until", "1d")
      #expect(past.output.contains("Nothing is recorded"))
    }
  }
}
