import FoundationEssentials
import History
import Policies
import Worlds

extension Workload {
  static let ledger = [
    Workload("ledger-record", repetitions: 1) {
      let work = try LedgerWork()
      return { try work.run(steps: 1000) }
    },
    Workload("ledger-report-by-day", repetitions: 1) {
      let work = try LedgerWork()
      for _ in 0..<40 { try work.run(steps: 100, batch: 100) }
      return { try work.report(rows: 40) }
    },
  ]
}

/// A ledger in a folder of its own, which goes with it.
private final class LedgerWork {
  private let folder: String
  private let ledger: Ledger
  private let engine: EngineKey
  private var runs = 0

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)").path
    ledger = try Ledger(path: "\(folder)/history.sqlite")
    engine = try ledger.engine("engine", root: "/var/lib/docker", kind: "docker", host: "unix:///run/d.sock", at: now)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A run, a day after the one before it; each batch has its intents before and its outcomes after.
  func run(steps: Int, batch: Int = 8) throws {
    runs += 1
    let start = now.advanced(by: days(Double(runs)))
    let run = try ledger.beginRun(
      NewRun(
        engine: engine, plan: "0123456789abcdef", dryRun: false, startedAt: start, version: "0.1.0",
        startedBy: "systemd", policies: ["exited", "dangling"]))
    for first in stride(from: 1, through: steps, by: batch) {
      let numbers = first..<min(first + batch, steps + 1)
      try ledger.intend(numbers.map(step), in: run, at: start)
      try ledger.record(
        numbers.map { number in
          OutcomeRecord(
            number: number, outcome: number % 20 == 0 ? .failed : .done,
            reclaimedBytes: number % 20 == 0 ? nil : 1_000_000, error: number % 20 == 0 ? "409 conflict" : nil,
            startedAt: start, finishedAt: start)
        }, in: run)
    }
    try ledger.finishRun(run, status: .finished, at: start)
  }

  private func step(_ number: Int) -> StepRecord {
    let isImage = number % 3 == 0
    return StepRecord(
      number: number, policy: isImage ? "dangling" : "exited", action: "remove",
      target: isImage ? "image" : "container",
      objectID: isImage ? imageID(number).description : containerID(number).description,
      objectName: "job-\(number)", reason: "exited (0) 3 days ago", predictedBytes: 1_000_000)
  }

  func report(rows: Int) throws {
    let report = try ledger.report(since: nil, until: nil, by: .day, includeDryRuns: false)
    guard report.rows.count == rows else { throw Unfit(what: "a ledger of \(report.rows.count) days") }
  }
}
