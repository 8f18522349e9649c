import Policies
import Testing

@testable import History

/// What the ledger remembers of entries of the configuration.
@Suite struct EntryTests {
  @Test func `an entry counts from when it was first tried, or last matched, and anew after a gap`() throws {
    try withLedger { ledger, _ in
      let key = try ledger.engine("e", root: "/", kind: "docker", host: "h", at: at(0))
      func look(_ entries: [String: Bool], _ day: Double) throws -> [String: Timestamp] {
        try ledger.tried(entries, engine: key, at: at(day * 86_400), patience: .seconds(30 * 86_400))
        return try ledger.unmatchedSince(engine: key)
      }
      #expect(try look(["a": false, "b": true], 1) == ["a": at(86_400), "b": at(86_400)])
      #expect(try look(["a": false, "b": true], 20) == ["a": at(86_400), "b": at(20 * 86_400)])
      #expect(try look(["a": false, "b": false], 31)["a"] == at(86_400))
      #expect(try look(["b": false], 50)["b"] == at(20 * 86_400))
      // Of what was not tried nobody knows what it would have matched.
      #expect(try look(["a": false], 62)["a"] == at(62 * 86_400))
      // A clock that went back moves nothing.
      #expect(try look(["a": false], 40)["a"] == at(62 * 86_400))
    }
  }
}
