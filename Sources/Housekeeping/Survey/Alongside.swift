/// Begins a piece of work, and runs `body` meanwhile, which may wait for it.
///
/// Like a child task, the work has ended on return: work that nobody waited for is cancelled first. A ledger that is being
/// made is never left half made.
func alongside<Value: Sendable, R>(
  _ work: @escaping @Sendable @concurrent () async throws -> Value, _ body: (Task<Value, any Error>) async throws -> R
) async throws -> R {
  let task = Task(operation: work)
  let result: Result<R, any Error>
  do {
    result = .success(try await body(task))
  } catch {
    result = .failure(error)
  }
  task.cancel()
  _ = await task.result
  return try result.get()
}
