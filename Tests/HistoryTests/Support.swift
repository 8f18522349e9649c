import Foundation
import GRDB
import Policies

@testable import History

/// A ledger in a folder of its own, which goes with the scope.
func withLedger<R>(_ body: (Ledger, String) throws -> R) throws -> R {
  let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let path = "\(folder)/state/history.sqlite"
  return try body(try Ledger(path: path), path)
}

func at(_ seconds: Double) -> Timestamp { Timestamp(unixSeconds: 1_800_000_000 + seconds) }

extension StepRecord {
  static func sample(_ number: Int, policy: String = "exited", bytes: Int64? = 100) -> StepRecord {
    StepRecord(
      number: number, policy: policy, action: "remove", target: "container", objectID: "id-\(number)",
      objectName: "name '\(number)' \u{1B}[31m", reason: "exited (0)", predictedBytes: bytes)
  }
}

extension OutcomeRecord {
  static func done(_ number: Int, _ bytes: Int64? = 100) -> OutcomeRecord {
    OutcomeRecord(
      number: number, outcome: .done, reclaimedBytes: bytes, error: nil, startedAt: at(1), finishedAt: at(2))
  }
}

extension Ledger {
  func sampleRun(
    engine: String = "engine", host: String = "unix:///s", dryRun: Bool = false, at start: Double = 0
  ) throws -> RunID {
    let key = try self.engine(engine, root: "/var/lib/docker", kind: "docker", host: host, at: at(0))
    return try beginRun(
      NewRun(
        engine: key, plan: "p", dryRun: dryRun, startedAt: at(start), version: "0", startedBy: nil))
  }

  func column(_ sql: String) throws -> [String] {
    try read { try String.fetchAll($0, sql: sql) }
  }
}
