import History
import Policies
import Wording

/// Writes intents before, and outcomes after, the engine is asked; outcomes that come together share a commit.
actor Recorder {
  private let ledger: Ledger
  private let run: RunID
  private let stop: StopFlag
  private var waiting: [OutcomeRecord] = []
  /// Once the ledger fails, no other step may begin.
  private(set) var failure: LedgerError?
  /// Why no other step begins, once the flag is up: somebody raised it, or the ledger's failure did.
  var whyNotBegun: Outcome.Note { failure == nil ? .notBegun : .notRecordable }
  private let signal: AsyncStream<Void>.Continuation
  private let signals: AsyncStream<Void>

  init(_ ledger: Ledger, _ run: RunID, stop: StopFlag) {
    self.ledger = ledger
    self.run = run
    self.stop = stop
    (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Makes the intents durable; `false` where that failed, and then the engine must not be asked.
  func intend(_ steps: [StepRecord]) -> Bool {
    attempt { () throws(LedgerError) in try ledger.intend(steps, in: run, at: HostClock.now) }
  }

  /// Takes an outcome, to be written with the next commit.
  func take(_ outcome: OutcomeRecord) {
    waiting.append(outcome)
    signal.yield()
  }

  /// Records steps that never began.
  func skip(_ steps: [StepRecord], because note: Outcome.Note) {
    guard !steps.isEmpty else { return }
    _ = attempt { () throws(LedgerError) in
      try ledger.skip(steps, in: run, at: HostClock.now, error: Wording.note(note) ?? "")
    }
  }

  /// Writes the outcomes that have come, now and then, until `finish` or until its task is cancelled.
  ///
  /// A commit waits for the disk, as the engine's removals do. Of an outcome that waits here when janitor dies the intent is
  /// left, and the next run finds out what became of it.
  func writeUntilFinished() async {
    for await _ in signals {
      try? await Task.sleep(for: .milliseconds(100))
      flush()
    }
  }

  /// Writes what is left.
  func finish() {
    signal.finish()
    flush()
  }

  private func flush() {
    let batch = waiting
    waiting = []
    guard !batch.isEmpty else { return }
    _ = attempt { () throws(LedgerError) in try ledger.record(batch, in: run) }
  }

  private func attempt(_ write: () throws(LedgerError) -> Void) -> Bool {
    do {
      try write()
      return true
    } catch {
      if failure == nil { failure = error }
      stop.raise()
      return false
    }
  }
}
