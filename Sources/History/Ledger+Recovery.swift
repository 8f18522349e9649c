package import Policies

/// A step that was asked for, and of which the ledger does not say what became: its run died, or got no answer.
package struct OpenIntent: Hashable, Sendable {
  package let run: RunID
  package let number: Int
  /// `remove`, `stop` or `untag`.
  package let action: String
  package let target: String
  package let objectID: String
  /// For an untag, the reference.
  package let objectName: String
  /// Why the run could not tell; `nil` where it died.
  package let error: String?
}

extension Ledger {
  /// The open intents of an engine's runs, oldest first. Who asks holds the engine's lock, so that no living run has any.
  package func openIntents(engine: EngineKey) throws(LedgerError) -> [OpenIntent] {
    try read { db in
      try db.all(
        """
        SELECT run, number, action, target, object_id, object_name, error FROM step JOIN run ON run.id = step.run
        WHERE step.outcome IN ('intended', 'unknown') AND run.engine = ? ORDER BY run, number
        """, [.integer(engine.rawValue)]
      ) { row in
        OpenIntent(
          run: RunID(rawValue: try row.integer(0)), number: try row.count(1), action: try row.text(2),
          target: try row.text(3), objectID: try row.text(4), objectName: try row.text(5),
          error: try row.optionalText(6))
      }
    }
  }

  /// Closes one with what was found out; bytes stay unknown, since nobody measured.
  package func settle(
    _ intent: OpenIntent, as outcome: Outcome.Kind, because: String, at: Timestamp
  ) throws(LedgerError) {
    try write { db in
      if outcome != .unknown { try db.retireUnknown(intent.run, step: intent.number) }
      try db.execute(
        """
        UPDATE step SET outcome = ?, error = ?, finished_at = ?
        WHERE run = ? AND number = ? AND outcome IN ('intended', 'unknown')
        """,
        [
          .text(outcome.rawValue), .text(because), .real(at.unixSeconds), .integer(intent.run.rawValue),
          .count(intent.number),
        ])
    }
  }
}
