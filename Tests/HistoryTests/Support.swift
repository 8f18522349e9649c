import Foundation
import Policies
import Testing

@testable import History

/// A folder that goes with the scope.
func inFolder<R>(_ body: (String) throws -> R) throws -> R {
  let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// A ledger in a folder that goes with the scope.
func withLedger<R>(_ body: (Ledger, String) throws -> R) throws -> R {
  try inFolder { folder in
    let path = "\(folder)/state/history.sqlite"
    return try body(try Ledger(path: path), path)
  }
}

/// What a program prints, which has to succeed.
@discardableResult
func shell(_ words: String...) throws -> String {
  let process = Process()
  let output = Pipe()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = words
  process.standardOutput = output
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  #expect(process.terminationStatus == 0, "\(words)")
  return text
}

/// What the sqlite3 program says of a file: a view that shares no code with janitor's.
@discardableResult
func sqlite3(_ path: String, _ sql: String) throws -> [String] {
  try shell("sqlite3", path, sql).split(separator: "\n").map(String.init)
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
  /// A ledger of 500 steps that nobody has open, so that all of it is in its file.
  static func makeClosed(_ path: String) throws {
    do {
      let ledger = try Ledger(path: path)
      try ledger.plan((1...500).map { .sample($0) }, in: ledger.sampleRun())
    }
    #expect(!FileManager.default.fileExists(atPath: "\(path)-wal"))
  }

  func sampleRun(
    engine: String = "engine", host: String = "unix:///s", dryRun: Bool = false, at start: Double = 0
  ) throws -> RunID {
    let key = try self.engine(engine, root: "/var/lib/docker", kind: "docker", host: host, at: at(0))
    return try beginRun(
      NewRun(
        engine: key, plan: "p", dryRun: dryRun, startedAt: at(start), version: "0", startedBy: nil))
  }

  /// The first column, whatever its type, as this connection sees it.
  func column(_ sql: String) throws -> [String] {
    try database.use { db in
      try db.all(sql) { row in
        if let text = try? row.text(0) { return text }
        if let integer = try? row.integer(0) { return "\(integer)" }
        return "\(try row.real(0))"
      }
    }
  }
}
