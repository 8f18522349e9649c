import Foundation
import Policies
import Testing

@testable import History

@Suite struct HealthTests {
  @Test func `a sound ledger says what it holds`() throws {
    try withLedger { ledger, path in
      let first = try ledger.sampleRun()
      try ledger.intend([.sample(1), .sample(2), .sample(3)], in: first, at: at(1))
      try ledger.record([.done(1)], in: first)
      var health = try Ledger(reading: path).health()
      #expect(health.damage == [])
      #expect(health.runs == 1 && health.steps == 3 && health.openSteps == 2)
      #expect(health.bytes > 4096)
      #expect(
        health.lastRun == LedgerHealth.LastRun(id: first, startedAt: at(0), status: .running, troubles: 2, omitted: 0))
      // Dry runs are no last runs.
      _ = try ledger.sampleRun(dryRun: true, at: 10)
      try ledger.finishRun(first, status: .finished, at: at(20))
      health = try ledger.health()
      #expect(health.runs == 2 && health.lastRun?.id == first && health.lastRun?.status == .finished)
    }
  }

  /// A ledger with harm to pages of its steps; the page of the schema survives.
  private func makeDamaged(_ path: String) throws {
    try Ledger.makeClosed(path)
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    for page in 8..<20 {
      try file.seek(toOffset: UInt64(page * 4096 + 2000))
      try file.write(contentsOf: Data(repeating: 0xFF, count: 2096))
    }
    try file.close()
  }

  @Test func `damage that no query has met yet is found`() throws {
    try inFolder { folder in
      let path = "\(folder)/history.sqlite"
      try makeDamaged(path)
      do {
        let damage = try Ledger(reading: path).health().damage
        #expect(!damage.isEmpty && damage.count <= 10)
      } catch {
        #expect(error as? LedgerError == .corrupt(path))
      }
    }
  }

  @Test func `a damaged ledger is set aside whole, and a new one begins`() throws {
    try inFolder { folder in
      let path = "\(folder)/history.sqlite"
      try makeDamaged(path)
      let before = FileManager.default.contents(atPath: path)
      try Data("log".utf8).write(to: URL(filePath: "\(path)-wal"))
      let aside = try Ledger.setAside(path, at: at(0))
      #expect(aside == "\(path).damaged-20270115T080000Z")
      #expect(FileManager.default.contents(atPath: aside) == before)
      #expect(FileManager.default.contents(atPath: "\(aside)-wal") == Data("log".utf8))
      #expect(!FileManager.default.fileExists(atPath: path) && !FileManager.default.fileExists(atPath: "\(path)-wal"))
      #expect(try Ledger(path: path).health().runs == 0)
    }
  }

  @Test func `what is no ledger, or is in use, is never set aside`() throws {
    try inFolder { folder in
      let path = "\(folder)/history.sqlite"
      try Ledger.makeClosed(path)
      let note = "\(path).txt"
      try Data(String(repeating: "not a database ", count: 50).utf8).write(to: URL(filePath: note))
      #expect(throws: LedgerError.notALedger(note)) { try Ledger.setAside(note, at: at(0)) }
      // A database of somebody else.
      let other = "\(path).other"
      try sqlite3(other, "CREATE TABLE mine (x)")
      #expect(throws: LedgerError.notALedger(other)) { try Ledger.setAside(other, at: at(0)) }
      let link = "\(path).link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      #expect(throws: LedgerError.self) { try Ledger.setAside(link, at: at(0)) }

      let holder = try Holder(of: path)
      #expect(throws: LedgerError.busy(path)) { try Ledger.setAside(path, at: at(0)) }
      holder.end()
      #expect(try Ledger.setAside(path, at: at(0)) != path)
    }
  }
}

/// Another process that has a ledger open.
private struct Holder {
  private let process = Process()
  private let input = Pipe()

  init(of path: String) throws {
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/sqlite3")
    process.arguments = [path]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data("SELECT count(*) FROM run;\n".utf8))
    // Its answer says that it is there.
    _ = output.fileHandleForReading.availableData
  }

  func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
