package import Policies

extension Ledger {
  /// Writes down which entries of the configuration were tried on an engine's objects, by their keys, and which of them
  /// matched something.
  ///
  /// An entry that was not tried for longer than `patience` begins anew: nobody knows what it would have matched.
  package func tried(
    _ entries: [String: Bool], engine: EngineKey, at now: Timestamp, patience: Duration
  ) throws(LedgerError) {
    guard !entries.isEmpty else { return }
    try write { db in
      for (entry, isMatched) in entries.inOrder {
        try db.execute(
          """
          INSERT INTO sparing_entry (engine, entry, first_tried, last_tried, last_matched)
          VALUES (?1, ?2, ?3, ?3, iif(?4, ?3, NULL))
          ON CONFLICT (engine, entry) DO UPDATE SET
            first_tried = iif(?3 - last_tried > ?5, ?3, first_tried),
            last_tried = max(last_tried, ?3),
            last_matched = coalesce(excluded.last_matched, last_matched)
          """,
          [
            .integer(engine.rawValue), .text(entry), .real(now.unixSeconds), .flag(isMatched),
            .real(Double(patience.components.seconds)),
          ])
      }
    }
  }

  /// Since when each entry has been tried and matched nothing, by its key.
  package func unmatchedSince(engine: EngineKey) throws(LedgerError) -> [String: Timestamp] {
    try read { db in
      var since: [String: Timestamp] = [:]
      try db.forEach(
        "SELECT entry, max(first_tried, coalesce(last_matched, first_tried)) FROM sparing_entry WHERE engine = ?",
        [.integer(engine.rawValue)]
      ) { row in since[try row.text(0)] = try row.time(1) }
      return since
    }
  }
}
