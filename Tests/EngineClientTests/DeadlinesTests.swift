import Policies
import Testing

@testable import EngineClient

@Suite(.timeLimit(.minutes(1))) struct DeadlinesTests {
  private let deadlines = Deadlines()

  /// Ends only when it is cancelled.
  private static func goOn() async throws {
    let (events, source) = AsyncStream<Never>.makeStream()
    for await _ in events {}
    withExtendedLifetime(source) {}
    try Task.checkCancellation()
  }

  @Test func `what is done in time gives its value, and its error where it fails`() async throws {
    #expect(try await deadlines.run(within: .seconds(3600)) { 7 } == 7)
    await #expect(throws: EngineError.disconnected(request: "GET /x")) {
      try await deadlines.run(within: .seconds(3600)) { throw EngineError.disconnected(request: "GET /x") }
    }
  }

  @Test func `each call ends at its own time, whichever began first`() async throws {
    let patient = Task { try await deadlines.run(within: .seconds(3600), Self.goOn) }
    // The alarm that is set for the patient one is far too late for these, and rings anew for each of them.
    try await withThrowingTaskGroup { group in
      for limit in [300, 100, 200, 0, -1] {
        group.addTask {
          await #expect(throws: DeadlinePassed.self) {
            try await deadlines.run(within: .milliseconds(limit), Self.goOn)
          }
        }
      }
      try await group.waitForAll()
    }
    patient.cancel()
    await #expect(throws: CancellationError.self) { try await patient.value }
  }

  @Test func `work has ended before its caller goes on`() async {
    _ = await confirmation { hasEnded in
      await #expect(throws: DeadlinePassed.self) {
        try await deadlines.run(within: .milliseconds(10)) {
          defer { hasEnded() }
          try await Self.goOn()
        }
      }
    }
  }

  @Test func `a thousand calls at a time lose none`() async throws {
    let answers = try await withThrowingTaskGroup(of: Int?.self) { group in
      for number in 0..<1000 {
        group.addTask {
          do {
            return try await deadlines.run(within: number.isMultiple(of: 2) ? .seconds(3600) : .milliseconds(5)) {
              if !number.isMultiple(of: 2) { try await Self.goOn() }
              return number
            }
          } catch is DeadlinePassed {
            return nil
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count == 1000)
    #expect(Set(answers.compactMap(\.self)) == Set(stride(from: 0, to: 1000, by: 2)))
  }
}
