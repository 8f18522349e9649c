import EngineLab
import Foundation
import History
import Policies
import Testing

@testable import Housekeeping

@Suite struct RecorderTests {
  @Test func `H a step that the ledger could not take is not said to be stopped by somebody`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/history.sqlite"
    let ledger = try Ledger(path: path)
    let key = try ledger.engine("e", root: "/r", kind: "docker", host: "unix:///s", at: Timestamp(nanoseconds: 0))
    let run = try ledger.beginRun(
      NewRun(
        engine: key, plan: "p", dryRun: false, startedAt: Timestamp(nanoseconds: 0), version: "0", startedBy: nil))
    let stop = StopFlag()
    let recorder = Recorder(ledger, run, stop: stop)
    #expect(await recorder.whyNotBegun == .notBegun)
    try await execute(["sqlite3", path, "DROP TABLE step"])
    let step = StepRecord(
      number: 1, policy: "p", action: "remove", target: "container", objectID: "id", objectName: "name", reason: "r",
      predictedBytes: nil)
    #expect(await recorder.intend([step]) == false)
    #expect(stop.isRaised)
    #expect(await recorder.whyNotBegun == .notRecordable)
  }
}
