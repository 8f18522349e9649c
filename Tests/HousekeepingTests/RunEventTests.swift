import EngineClient
import EngineLab
import Foundation
import History
import Housekeeping
import JanitorConfiguration
import Policies
import Synchronization
import Testing

/// What a run tells while it goes on, for whoever draws it.
@Suite struct RunEventTests {
  private final class Record: Sendable {
    let events = Mutex<[String]>([])

    func take(_ event: RunEvent) {
      events.withLock {
        switch event {
        case .settled(let steps): $0.append("settled \(steps)")
        case .begun(let steps): $0.append("begun \(steps)")
        case .step(let step, let outcome):
          $0.append("\(step.verb.word) \(step.target.singular) \(outcome.kind.rawValue)")
        case .ended: $0.append("ended")
        }
      }
    }
  }

  private func run(_ lab: DockerLab, isDryRun: Bool, _ record: Record) async throws -> RunResult {
    let policy = Policy(name: "exited", target: .containers, filters: FilterSet([.status(.exited)]))
    let configuration = Configuration(brake: Brake(steps: .max, share: 1), policies: [policy])
    return try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
      try await Run(
        configuration: configuration, mode: .policies([policy]), isDryRun: isDryRun, startedBy: "a test", version: "0",
        ledger: "\(lab.folder)/ledger/history.sqlite", engine: engine, startedAt: HostClock.now,
        stop: StopFlag(), report: { record.take($0) }
      ).carryOut()
    }
  }

  @Test func `a run tells when it begins, of each step, and when it ends; a dry run has nothing to tell`() async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      for _ in 1...2 { try await lab.exited(0) }
      let record = Record()
      let shown = try await run(lab, isDryRun: true, record)
      #expect(shown.plan.steps.count == 2 && record.events.withLock(\.isEmpty))
      let done = try await run(lab, isDryRun: false, record)
      #expect(
        record.events.withLock { $0 } == ["begun 2"] + Array(repeating: "remove container done", count: 2) + ["ended"])
      #expect(done.tally.done == 2 && done.planID == shown.planID)
    }
  }

  @Test func `S7 a run tells how many steps of earlier ones it settled`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.exited(0)
      let record = Record()
      _ = try await run(lab, isDryRun: false, record)
      // As a janitor leaves it that dies before its commit.
      let leave = "UPDATE step SET outcome = 'intended', reclaimed_bytes = NULL, finished_at = NULL"
      try await execute(["sqlite3", "\(lab.folder)/ledger/history.sqlite", leave])
      record.events.withLock { $0 = [] }
      _ = try await run(lab, isDryRun: false, record)
      #expect(record.events.withLock(\.first) == "settled 1")
    }
  }
}
