/// Begins a piece of work, and runs `body` meanwhile, which may wait for it; what is not waited for is given up.
func alongside<Value: Sendable, R>(
  _ work: @escaping @Sendable @concurrent () async throws -> Value, _ body: (Task<Value, any Error>) async throws -> R
) async throws -> R {
  let task = Task(operation: work)
  defer { task.cancel() }
  return try await body(task)
}
