import Synchronization

/// Ends calls whose time is over.
///
/// One alarm is set for all of them, at the first end: timers of their own were a third of a first dry run's context switches.
final class Deadlines: Sendable {
  private struct Pending {
    var calls: [Int: (end: ContinuousClock.Instant, cancel: @Sendable () -> Void)] = [:]
    var last = 0
    var alarm: (at: ContinuousClock.Instant, task: Task<Void, Never>)?
  }
  private let pending = Mutex(Pending())

  deinit { pending.withLock { $0.alarm?.task.cancel() } }

  /// Runs `work`, and cancels it and throws `DeadlinePassed` when the time is over.
  ///
  /// Like a child task, `work` is cancelled with its caller and has ended on return.
  func run<R: Sendable>(
    within limit: Duration, _ work: @escaping @Sendable @concurrent () async throws -> R
  ) async throws -> R {
    let task = Task(operation: work)
    let call = add(.now + limit) { task.cancel() }
    let result = await withTaskCancellationHandler {
      await task.result
    } onCancel: {
      task.cancel()
    }
    guard remove(call) else { throw DeadlinePassed() }
    return try result.get()
  }

  private func add(_ end: ContinuousClock.Instant, _ cancel: @escaping @Sendable () -> Void) -> Int {
    pending.withLock {
      $0.last += 1
      $0.calls[$0.last] = (end, cancel)
      setAlarm(end, &$0)
      return $0.last
    }
  }

  /// Whether the call was still pending; the alarm takes away those it ends.
  private func remove(_ call: Int) -> Bool {
    pending.withLock { $0.calls.removeValue(forKey: call) != nil }
  }

  private func setAlarm(_ end: ContinuousClock.Instant, _ pending: inout Pending) {
    if let alarm = pending.alarm {
      guard end < alarm.at else { return }
      alarm.task.cancel()
    }
    let task = Task { [weak self] in
      guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
      self?.ring()
    }
    pending.alarm = (end, task)
  }

  private func ring() {
    let late = pending.withLock { pending in
      let now = ContinuousClock.now
      let late = pending.calls.filter { $0.value.end <= now }
      for call in late.keys { pending.calls[call] = nil }
      pending.alarm = nil
      if let next = pending.calls.values.map(\.end).min() { setAlarm(next, &pending) }
      return late
    }
    for call in late.values { call.cancel() }
  }
}

struct DeadlinePassed: Error {}
