import EngineLab
import Foundation
import Policies
import Testing
import Worlds

@testable import Housekeeping

/// Whatever goes wrong on the wire, at whichever request: the run ends in time, and what the ledger says is so.
@Suite struct WireFaultTests {
  /// What a fault is called in the table, and what it is.
  private static let faults: [(name: String, fault: Fault)] = [
    ("cut before the engine hears", .cutBefore), ("cut after it acted", .cutAfter), ("cut in the head", .cutInHead),
    ("cut in the body", .cutInBody), ("half a chunk", .halfChunk), ("too long a length", .longLength),
    ("an answer after the deadline", .late(FaultBench.deadline * 2)), ("a slow answer", .delay(.milliseconds(100))),
    ("400 of Docker", .answer(status: 400, body: #"{"message":"client version 1.41 is too new"}"#)),
    ("404 of Docker", .answer(status: 404, body: #"{"message":"No such container: x"}"#)),
    ("409 of Docker", .answer(status: 409, body: #"{"message":"removal of container x is already in progress"}"#)),
    ("500 of Docker", .answer(status: 500, body: #"{"message":"driver failed to remove root filesystem"}"#)),
    // As of an engine that stumbles over a layer or a parent when the image is gone already.
    ("500 after it acted", .answerAfter(status: 500, body: #"{"message":"unrecognized image ID"}"#)),
    (
      "500 of Podman", .answer(status: 500, body: #"{"cause":"x","message":"container state improper","response":500}"#)
    ),
    ("503 without a body", .answer(status: 503, body: "")),
    ("404, a bare string", .answer(status: 404, body: "\"gone\"")),
    ("not JSON", .body("<html>bad gateway</html>")), ("an empty list", .body("[]")), ("JSON cut short", .truncated),
    ("2 GiB", .flood(bytes: 2 << 30)),
  ]

  @Test func `S7 whatever goes wrong on the wire, the ledger tells what is so`() async throws {
    let isWhole = ProcessInfo.processInfo.environment["JANITOR_FAULTS"] != nil
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        let bench = try await FaultBench(lab)
        try await bench.clutter()
        // Volumes have to have been seen.
        _ = try await bench.run(at: proxy.host, dry: true)
        proxy.harm(0, by: nil)
        let whole = try await bench.run(at: proxy.host)
        #expect(whole.plan.steps.count == FaultBench.steps && whole.tally.done == FaultBench.steps)
        let places = proxy.requests.count
        #expect(places > 20)
        var random = SystemRandomNumberGenerator()
        var rows: [FaultRow] = []
        for (name, fault) in Self.faults {
          var row = FaultRow(name: name)
          for place in 0..<places where isWhole || Int.random(in: 0..<places, using: &random) < 2 {
            let verdict = try await bench.trial(on: proxy.host) {
              proxy.harm(place, by: fault)
              // Whether it threw does not matter here: what counts is what the ledger says.
              _ = try? await bench.run(at: proxy.host)
              proxy.harm(0, by: nil)
              // A removal that nobody waited for may still be under way.
              try await execute(["sleep", "0.2"])
            }
            row.add(verdict, "\(name) at request \(place)")
          }
          rows.append(row)
        }
        FaultRow.report(rows)
        #expect(rows.allSatisfy { $0.wrong == 0 && $0.lost == 0 })
        #expect(rows.map(\.tries).reduce(0, +) > 10)
        #expect(rows.allSatisfy { $0.longest < FaultBench.deadline * 80 })
      }
    }
  }
}
