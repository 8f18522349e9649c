package import Policies

extension Ledger {
  /// What runs and dry runs in `since ..< until` saw of an engine's disk, oldest first.
  package func diskSamples(
    engine: EngineKey, since: Timestamp?, until: Timestamp?
  ) throws(LedgerError) -> [DiskSample] {
    try read { db in
      try db.all(
        """
        SELECT finished_at, disk_bytes, disk_used_bytes FROM run
        WHERE engine = ? AND started_at >= ? AND started_at < ? AND disk_bytes > 0 AND disk_used_bytes IS NOT NULL
          AND finished_at IS NOT NULL
        ORDER BY finished_at, id
        """, [.integer(engine.rawValue), .real(since?.unixSeconds ?? -1e18), .real(until?.unixSeconds ?? 1e18)]
      ) { row in
        DiskSample(at: try row.time(0), size: ByteCount(try row.integer(1)), used: ByteCount(try row.integer(2)))
      }
    }
  }

  /// Whose runs the ledger has, the one with the newest run first.
  package func engines() throws(LedgerError) -> [RecordedEngine] {
    try read { db in
      try db.all(
        """
        SELECT engine.id, engine_id, root, kind, host FROM engine JOIN run ON run.engine = engine.id
        GROUP BY engine.id ORDER BY max(run.id) DESC
        """
      ) { row in
        RecordedEngine(
          key: EngineKey(rawValue: try row.integer(0)), id: try row.text(1), root: try row.text(2),
          kind: try row.text(3), host: try row.text(4))
      }
    }
  }
}

/// An engine as the ledger knows it.
package struct RecordedEngine: Hashable, Sendable {
  package var key: EngineKey
  /// The engine's own ID.
  package var id: String
  package var root: String
  package var kind: String
  /// Where it was last reached.
  package var host: String
}
