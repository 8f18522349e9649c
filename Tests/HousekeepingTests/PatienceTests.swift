import Policies
import Testing

@testable import Housekeeping

/// A hang of one object must not become a hang of a thousand.
@Suite struct PatienceTests {
  private static let late = EngineError.timedOut(request: "GET /x", after: .seconds(1))
  private static let refused = EngineError.refused(request: "GET /x", status: 500, message: "x")

  /// How many of the looks reach the engine, where it answers them so, one after another.
  private func asked(_ patience: Patience, _ kind: Patience.Kind, _ answers: [EngineError?]) async throws -> Int {
    var asked = 0
    for answer in answers {
      let sight = try await patience.sight(kind) { () throws(EngineError) -> Int? in
        asked += 1
        if let answer { throw answer }
        return 1
      }
      if case .unseen(.notAsked(let error)) = sight { #expect(error == Self.late) }
    }
    return asked
  }

  @Test func `D after several time-outs in a row the engine is not asked any more`() async throws {
    let patience = Patience()
    #expect(try await asked(patience, .containers, Array(repeating: Self.late, count: 1000)) == 8)
    #expect(try await asked(patience, .containers, [nil]) == 0)
    // Of another kind it is.
    #expect(try await asked(patience, .images, [nil]) == 1)
    #expect(try await asked(patience, .usage, [Self.late, nil]) == 1)
  }

  @Test func `D nor after too many in all, and refusals do not count`() async throws {
    let patience = Patience()
    let mixed = (0..<1000).map { $0 % 4 == 0 ? Self.late : nil }
    // 32 time-outs, with three answers after each but the last.
    #expect(try await asked(patience, .containers, mixed) == 31 * 4 + 1)
    #expect(try await asked(patience, .images, Array(repeating: Self.refused, count: 1000)) == 1000)
  }

  @Test func `without an engine there is nothing to be patient with`() async throws {
    let gone = EngineError.unreachable("unix:///s", reason: .absent)
    await #expect(throws: gone) { try await asked(Patience(), .containers, [gone]) }
  }
}
