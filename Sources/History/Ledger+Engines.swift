import GRDB
package import Policies

extension Ledger {
  /// What runs and dry runs in `since ..< until` saw of an engine's disk, oldest first.
  package func diskSamples(
    engine: EngineKey, since: Timestamp?, until: Timestamp?
  ) throws(LedgerError) -> [DiskSample] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT finished_at, disk_bytes, disk_used_bytes FROM run
          WHERE engine = ? AND started_at >= ? AND started_at < ? AND disk_bytes > 0 AND disk_used_bytes IS NOT NULL
            AND finished_at IS NOT NULL
          ORDER BY finished_at, id
          """, arguments: [engine.rawValue, since?.unixSeconds ?? -1e18, until?.unixSeconds ?? 1e18]
      ).map {
        DiskSample(at: Timestamp(unixSeconds: $0[0] as Double), size: ByteCount($0[1]), used: ByteCount($0[2]))
      }
    }
  }

  /// Whose runs the ledger has, the one with the newest run first.
  package func engines() throws(LedgerError) -> [RecordedEngine] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT engine.id, engine_id, root, kind, host FROM engine JOIN run ON run.engine = engine.id
          GROUP BY engine.id ORDER BY max(run.id) DESC
          """
      ).map {
        RecordedEngine(
          key: EngineKey(rawValue: $0[0]), id: $0[1], root: $0[2], kind: $0[3], host: $0[4])
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
