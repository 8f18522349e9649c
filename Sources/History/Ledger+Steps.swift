package import Policies

/// A step as the ledger keeps it.
package struct StepRecord: Hashable, Sendable {
  package var number: Int
  package var policy: String
  /// `remove`, `stop` or `untag`.
  package var action: String
  /// `container` or `image`.
  package var target: String
  package var objectID: String
  package var objectName: String
  package var reason: String
  package var predictedBytes: Int64?
  /// `Subject.fingerprint` of what a dry run found.
  package var subject: String?
  package init(
    number: Int, policy: String, action: String, target: String, objectID: String, objectName: String,
    reason: String, predictedBytes: Int64?, subject: String? = nil
  ) {
    self.subject = subject
    self.number = number
    self.policy = policy
    self.action = action
    self.target = target
    self.objectID = objectID
    self.objectName = objectName
    self.reason = reason
    self.predictedBytes = predictedBytes
  }
}

/// What became of a step.
package struct OutcomeRecord: Hashable, Sendable {
  package var number: Int
  package var outcome: Outcome.Kind
  package var reclaimedBytes: Int64?
  package var error: String?
  package var startedAt: Timestamp
  package var finishedAt: Timestamp
  package init(
    number: Int, outcome: Outcome.Kind, reclaimedBytes: Int64?, error: String?, startedAt: Timestamp,
    finishedAt: Timestamp
  ) {
    self.number = number
    self.outcome = outcome
    self.reclaimedBytes = reclaimedBytes
    self.error = error
    self.startedAt = startedAt
    self.finishedAt = finishedAt
  }
}

extension Ledger {
  /// Writes what is about to be asked; durable on return, as is everything that is written after it.
  package func intend(_ steps: [StepRecord], in run: RunID, at: Timestamp) throws(LedgerError) {
    try makeDurable()
    try insert(steps, run, .intended, error: nil, started: at, finished: nil)
  }

  /// Writes the steps of a dry run.
  package func plan(_ steps: [StepRecord], in run: RunID) throws(LedgerError) {
    try insert(steps, run, .planned, error: nil, started: nil, finished: nil)
  }

  /// Writes steps that never began.
  package func skip(_ steps: [StepRecord], in run: RunID, at: Timestamp, error: String) throws(LedgerError) {
    try insert(steps, run, .skipped, error: error, started: at, finished: at)
  }

  /// Writes outcomes, all or none; each needs an open intent.
  package func record(_ outcomes: [OutcomeRecord], in run: RunID) throws(LedgerError) {
    try write { db in
      for outcome in outcomes {
        try db.execute(
          """
          UPDATE step SET outcome = ?, reclaimed_bytes = ?, error = ?, started_at = ?, finished_at = ?
          WHERE run = ? AND number = ? AND outcome = 'intended'
          """,
          [
            .text(outcome.outcome.rawValue), .integer(outcome.reclaimedBytes), .text(outcome.error?.storable),
            .real(outcome.startedAt.unixSeconds), .real(outcome.finishedAt.unixSeconds), .integer(run.rawValue),
            .count(outcome.number),
          ])
        guard db.changes == 1 else { throw LedgerError.notIntended(path, step: outcome.number) }
      }
    }
  }

  private func insert(
    _ steps: [StepRecord], _ run: RunID, _ outcome: Outcome.Kind, error: String?, started: Timestamp?,
    finished: Timestamp?
  ) throws(LedgerError) {
    try write { db in
      for step in steps {
        try db.execute(
          """
          INSERT INTO step (run, number, policy, action, target, object_id, object_name, reason, predicted_bytes,
            outcome, error, started_at, finished_at, subject) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          [
            .integer(run.rawValue), .count(step.number), .text(step.policy), .text(step.action), .text(step.target),
            .text(step.objectID), .text(step.objectName.storable), .text(step.reason.storable),
            .integer(step.predictedBytes), .text(outcome.rawValue), .text(error), .real(started?.unixSeconds),
            .real(finished?.unixSeconds), .text(outcome == .planned ? step.subject : nil),
          ])
      }
    }
  }
}

extension String {
  /// SQLite's text ends at a NUL; the picture of one stands in for it, so that what comes after is not lost.
  fileprivate var storable: String { utf8.contains(0) ? replacing("\0", with: "\u{2400}") : self }
}
