import Synchronization
import UnixSignals

/// Whether somebody asked the run to end; steps in flight finish, and no other begins.
final class StopFlag: Sendable {
  private let raised = Atomic(false)
  var isRaised: Bool { raised.load(ordering: .relaxed) }
  func raise() { raised.store(true, ordering: .relaxed) }
}

enum StopSignals {
  /// Runs `body` while SIGTERM and SIGINT raise the flag instead of ending the process.
  static func watch<R: Sendable>(_ flag: StopFlag, during body: @Sendable () async throws -> R) async throws -> R {
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    return try await withThrowingTaskGroup(of: R?.self) { group in
      group.addTask {
        for await _ in signals {
          flag.raise()
          Console.note("janitor: told to stop; finishing what is under way")
        }
        return nil
      }
      defer { group.cancelAll() }
      return try await body()
    }
  }
}
