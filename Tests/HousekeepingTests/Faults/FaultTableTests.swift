import EngineLab
import Foundation
import Policies
import ProgramLab
import Testing
import Worlds

@testable import Housekeeping

/// Each kind of request of a run, each way not to be answered: what does not hang on it goes on, and what does stays.
@Suite struct FaultTableTests {
  @Test func `D whatever is not answered, the rest of the run goes on`() async throws {
    let isWhole = ProcessInfo.processInfo.environment["JANITOR_FAULTS"] != nil
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        var bench = try await FaultBench(lab)
        // Volumes have to have been seen.
        try await bench.clutter()
        _ = try await bench.run(at: proxy.host, dry: true)
        var rows: [FaultRow] = []
        for row in FaultTableRow.all {
          var sum = FaultRow(name: row.name)
          for refusal in Refusal.allCases where isWhole || refusal == row.everyday {
            let verdict = try await trial(row, refusal, &bench, proxy)
            sum.add(verdict, "\(row.name), \(refusal.rawValue)")
          }
          if sum.tries > 0 { rows.append(sum) }
        }
        FaultRow.report(rows)
        #expect(rows.allSatisfy { $0.wrong == 0 && $0.lost == 0 })
        let everyday = FaultTableRow.all.count { $0.everyday != nil }
        #expect(
          rows.map(\.tries).reduce(0, +) == (isWhole ? FaultTableRow.all.count * Refusal.allCases.count : everyday))
        // Several time-outs, but never one for each object.
        #expect(rows.allSatisfy { $0.longest < FaultBench.deadline * 20 })
      }
    }
  }

  @Test func `D a stop that is not answered is told as it is`() async throws {
    let isWhole = ProcessInfo.processInfo.environment["JANITOR_FAULTS"] != nil
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        let bench = try await FaultBench(
          lab,
          configuration: """
            [[policy]]
            name = "stop"
            action = "stop"
            target = "containers"
            filter = ["name=long"]
            stop-timeout = "1s"
            """)
        let long = try await lab.running(name: "long")
        var tries = 0
        for row in FaultTableRow.stops {
          for refusal in Refusal.allCases where isWhole || refusal == row.everyday {
            let cell = "\(row.name), \(refusal.rawValue)"
            tries += 1
            try await lab.docker("start", "long")
            if tries > 1 { try await bench.forget() }
            let pattern = try await bench.named(row.request)
            proxy.harm(
              each: { $0.range(of: "^\(pattern)$", options: .regularExpression) != nil }, after: row.after,
              by: refusal.fault(changes: row.changes))
            // The engine takes a second to stop it.
            let result = try await bench.run(at: proxy.host, within: FaultBench.deadline * 5)
            #expect(proxy.harmed > 0, "\(cell): no such request")
            proxy.harm(0, by: nil)
            let runs = try await lab.status(of: long) == "running"
            let fate = Fate(ending: result.tally.hasTroubles ? .troubles : .well, stays: runs ? ["long"] : [])
            #expect(fate == row.fate(refusal), "\(cell): \(result.outcomes)")
          }
        }
        #expect(tries == (isWhole ? 10 : 1))
      }
    }
  }

  private func trial(
    _ row: FaultTableRow, _ refusal: Refusal, _ bench: inout FaultBench, _ proxy: FaultProxy
  ) async throws -> FaultBench.Verdict {
    let cell = "\(row.name), \(refusal.rawValue)"
    // Build cache takes a second to make.
    bench.hasCache = (row.fate.stays.contains("cache") && row.fate.ending != .nothing)
    let current = bench
    return try await current.trial(on: proxy.host) {
      // So that objects are looked at both for the plan and before their steps.
      try await current.forget()
      let pattern = try await current.named(row.request)
      proxy.harm(
        each: { $0.range(of: "^\(pattern)$", options: .regularExpression) != nil }, after: row.after,
        by: refusal.fault(changes: row.changes))
      var fate = Fate(ending: .nothing)
      do {
        let result = try await current.run(at: proxy.host)
        fate.ending = result.tally.hasTroubles ? .troubles : .well
        fate.out = Set(result.plan.omitted.map(\.policy))
        fate.unseen = Set(result.plan.unseen.map { $0.target == .containers ? "/\($0.name)" : $0.name })
        #expect(result.leftOut.isEmpty && result.plan.brake == nil, "\(cell)")
      } catch is EngineError {}
      #expect(proxy.harmed > 0, "\(cell): no such request among \(proxy.requests)")
      proxy.harm(0, by: nil)
      fate.stays = try await current.left()
      var expected = row.fate(refusal)
      if !current.hasCache { expected.stays.remove("cache") }
      #expect(fate == expected, "\(cell)")
    }
  }
}

extension FaultBench {
  /// Has the ledger forget what was learnt of objects.
  func forget() async throws {
    try await execute([
      "sqlite3", program.ledger,
      "DELETE FROM container_facts; DELETE FROM image_facts; DELETE FROM image_layers; DELETE FROM layer_size",
    ])
  }

  /// The pattern of a request with the IDs of this engine's objects in it.
  func named(_ pattern: String) async throws -> String {
    var pattern = pattern
    for (word, kind, name) in [
      ("ONE", "container", "one"), ("LONG", "container", "long"), ("APP1", "image", "app:1"),
      ("APP2", "image", "app:2"), ("NET", "network", "na"),
    ] where pattern.contains(word) {
      pattern = pattern.replacing(
        word, with: try await lab.docker(kind, "inspect", "--format", "{{.Id}}", name))
    }
    return pattern
  }
}
