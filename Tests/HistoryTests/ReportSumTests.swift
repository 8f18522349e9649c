import Foundation
import Policies
import Testing

@testable import History

@Suite struct ReportSumTests {
  @Test(arguments: 0..<5) func `totals add up to the ledger, by whatever group`(seed: UInt64) throws {
    try withLedger { ledger, _ in
      var random = SplitMix(state: seed)
      for round in 0..<20 {
        let start = Double(round) * 40_000
        let dry = random.next() % 4 == 0
        let run = try ledger.sampleRun(engine: "engine-\(random.next() % 2)", dryRun: dry, at: start)
        let steps = (0..<Int(random.next() % 8)).map {
          StepRecord.sample($0 + 1, policy: "policy-\(random.next() % 3)", bytes: Int64(random.next() % 1000))
        }
        if dry {
          try ledger.plan(steps, in: run)
        } else {
          try ledger.intend(steps, in: run, at: at(start))
          try ledger.record(
            steps.map { step in
              let kind: Outcome.Kind = [.done, .done, .done, .skipped, .failed, .unknown][Int(random.next() % 6)]
              return OutcomeRecord(
                number: step.number, outcome: kind,
                reclaimedBytes: kind == .done && random.next() % 5 > 0 ? Int64(random.next() % 100_000) : nil,
                error: nil, startedAt: at(start), finishedAt: at(start + 1))
            }, in: run)
        }
        try ledger.finishRun(run, status: .finished, at: at(start + 2))
      }
      for (since, until) in [(nil, nil), (at(100_000), at(500_000))] as [(Timestamp?, Timestamp?)] {
        for dry in [false, true] {
          let span = """
            run.started_at >= \(since?.unixSeconds ?? 0) AND run.started_at < \(until?.unixSeconds ?? 9e12)
            AND dry_run <= \(dry ? 1 : 0)
            """
          func count(_ what: String) throws -> Int {
            let sql = "SELECT coalesce(sum(\(what)), 0) FROM step JOIN run ON run.id = step.run WHERE \(span)"
            return Int(try ledger.column(sql)[0]) ?? -1
          }
          // With those that had nothing to do, and once each.
          let runs = Int(try ledger.column("SELECT count(*) FROM run WHERE \(span)")[0])
          for grouping in ReportGrouping.allCases {
            let report = try ledger.report(since: since, until: until, by: grouping, includeDryRuns: dry)
            let done = try count("outcome = 'done'")
            let bytes = try count("reclaimed_bytes")
            #expect(report.totals.runs == runs, "seed \(seed)")
            #expect(report.totals.skipped == (try count("outcome = 'skipped'")), "seed \(seed)")
            #expect(report.totals.failed == (try count("outcome = 'failed'")), "seed \(seed)")
            #expect(report.totals.unknown == (try count("outcome IN ('unknown', 'intended')")), "seed \(seed)")
            #expect(
              report.totals.predictedBytes == Int64(try count("iif(outcome = 'done', predicted_bytes, 0)")),
              "seed \(seed)")
            #expect(report.totals.done == done, "seed \(seed)")
            #expect(report.totals.reclaimedBytes == Int64(bytes), "seed \(seed)")
            #expect(report.rows.map(\.done).reduce(0, +) == done, "seed \(seed)")
            #expect(report.rows.map(\.reclaimedBytes).reduce(0, +) == Int64(bytes), "seed \(seed)")
            #expect(report.rows.map(\.skipped).reduce(0, +) == report.totals.skipped)
            #expect(report.rows.map(\.failed).reduce(0, +) == report.totals.failed)
            #expect(report.rows.map(\.unknown).reduce(0, +) == report.totals.unknown)
            #expect(Set(report.rows.map(\.key)).count == report.rows.count)
          }
        }
      }
    }
  }

  @Test func `days and runs come in order, the rest with the biggest first`() throws {
    try withLedger { ledger, _ in
      for (index, (policy, bytes)) in [("small", 5), ("big", 500), ("small", 6)].enumerated() {
        let run = try ledger.sampleRun(at: Double(index) * 86_400)
        try ledger.intend([.sample(1, policy: policy)], in: run, at: at(1))
        try ledger.record([.done(1, Int64(bytes))], in: run)
      }
      func keys(_ grouping: ReportGrouping) throws -> [String] {
        try ledger.report(since: nil, until: nil, by: grouping, includeDryRuns: false).rows.map(\.key)
      }
      #expect(try keys(.policy) == ["big", "small"])
      #expect(try keys(.day) == ["2027-01-15", "2027-01-16", "2027-01-17"])
      #expect(try keys(.run) == ["1", "2", "3"])
    }
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
