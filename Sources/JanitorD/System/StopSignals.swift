@preconcurrency import Dispatch
import Glibc
import Housekeeping

enum StopSignals {
  /// Runs `body` while SIGTERM and SIGINT raise the flag instead of ending the process; the second of them cancels `body`,
  /// so that it waits for no answer any more.
  static func watch<R: Sendable>(
    _ flag: StopFlag, during body: @escaping @Sendable () async throws -> R
  ) async throws -> R {
    let signals = received
    return try await withThrowingTaskGroup(of: R?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        var isSecond = false
        for await _ in signals {
          if isSecond {
            Console.note(
              "janitor: told twice; what is under way is left to the engine, and the next run will look at it")
            return nil
          }
          isSecond = true
          flag.raise()
          Console.note("janitor: told to stop; finishing what is under way")
        }
        return nil
      }
      while let ended = try await group.next() {
        group.cancelAll()
        if let result = ended { return result }
      }
      throw CancellationError()
    }
  }

  /// SIGTERM and SIGINT as they come. One that comes before Dispatch watches for them still ends the process: nothing has
  /// begun by then.
  private static var received: AsyncStream<Void> {
    AsyncStream { continuation in
      let sources = [SIGTERM, SIGINT].map { signal in
        let source = DispatchSource.makeSignalSource(signal: signal)
        source.setEventHandler { continuation.yield() }
        source.activate()
        return source
      }
      continuation.onTermination = { _ in for source in sources { source.cancel() } }
    }
  }
}
