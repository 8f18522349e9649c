import GRDB
package import Policies

extension Ledger {
  /// What earlier inspections showed of an engine's containers; whether it still holds is not judged here.
  package func containerFacts(engine: EngineKey) throws(LedgerError) -> [ContainerID: ContainerFacts] {
    try read { db in
      var facts: [ContainerID: ContainerFacts] = [:]
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT container_id, seen_ns, state, created_ns, started_ns, finished_ns, exit_code, restart, writable_bytes,
            log_bytes FROM container_facts WHERE engine = ?
          """, arguments: [engine.rawValue])
      while let row = try rows.next() {
        guard let id = ContainerID(row[0] as String) else { continue }
        facts[id] = ContainerFacts(row)
      }
      return facts
    }
  }

  /// Keeps what inspections showed, in place of what earlier ones did.
  package func remember(_ facts: [ContainerID: ContainerFacts], engine: EngineKey) throws(LedgerError) {
    guard !facts.isEmpty else { return }
    try write { db in
      let statement = try db.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO container_facts (engine, container_id, seen_ns, state, created_ns, started_ns,
            finished_ns, exit_code, restart, writable_bytes, log_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """)
      for (id, facts) in facts.inOrder {
        let details = facts.details
        try statement.execute(arguments: [
          engine.rawValue, id.description, facts.seen.nanoseconds, facts.state.word, details.created?.nanoseconds,
          details.started?.nanoseconds, details.finished?.nanoseconds, details.exitCode, details.restart?.rawValue,
          facts.size?.writableLayer.bytes, facts.size?.log?.bytes,
        ])
      }
    }
  }

  /// What earlier inspections showed of an engine's images; whether it still holds is not judged here.
  package func imageFacts(engine: EngineKey) throws(LedgerError) -> [ImageID: ImageFacts] {
    try read { db in
      var facts: [ImageID: ImageFacts] = [:]
      let rows = try Row.fetchCursor(
        db, sql: "SELECT image_id, seen_ns, created_ns, tagged_ns, reference_list FROM image_facts WHERE engine = ?",
        arguments: [engine.rawValue])
      while let row = try rows.next() {
        guard let id = ImageID(row[0] as String) else { continue }
        let references: String = row[4]
        facts[id] = ImageFacts(
          seen: Timestamp(nanoseconds: row[1]), references: references.split(separator: "\n").map(String.init),
          details: ImageDetails(created: row.instant(2), tagged: row.instant(3)))
      }
      return facts
    }
  }

  /// Keeps what inspections showed, in place of what earlier ones did.
  package func remember(_ facts: [ImageID: ImageFacts], engine: EngineKey) throws(LedgerError) {
    guard !facts.isEmpty else { return }
    try write { db in
      let statement = try db.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO image_facts (engine, image_id, seen_ns, created_ns, tagged_ns, reference_list)
          VALUES (?, ?, ?, ?, ?, ?)
          """)
      for (id, facts) in facts.inOrder {
        try statement.execute(arguments: [
          engine.rawValue, id.description, facts.seen.nanoseconds, facts.details.created?.nanoseconds,
          facts.details.tagged?.nanoseconds, facts.references.joined(separator: "\n"),
        ])
      }
    }
  }
}

extension Ledger {
  /// Forgets what inspections showed of these objects, by their IDs, so that the engine is asked anew.
  package func forgetFacts(_ objects: some Sequence<String>, engine: EngineKey) throws(LedgerError) {
    let objects = Array(objects)
    guard !objects.isEmpty else { return }
    try write { db in
      for (table, column) in [("container_facts", "container_id"), ("image_facts", "image_id")] {
        let statement = try db.cachedStatement(sql: "DELETE FROM \(table) WHERE engine = ? AND \(column) = ?")
        for object in objects { try statement.execute(arguments: [engine.rawValue, object]) }
      }
    }
  }
}

extension ContainerFacts {
  /// In the order of the columns above.
  fileprivate init(_ row: Row) {
    let writable: Int64? = row[8]
    let log: Int64? = row[9]
    self.init(
      seen: Timestamp(nanoseconds: row[1]), state: ContainerState(row[2]),
      details: ContainerDetails(
        created: row.instant(3), started: row.instant(4), finished: row.instant(5), exitCode: row[6],
        restart: (row[7] as String?).flatMap(RestartPolicy.init(rawValue:))),
      size: writable.map { ContainerSize(writableLayer: ByteCount($0), log: log.map { ByteCount($0) }) })
  }
}

extension Row {
  fileprivate func instant(_ column: Int) -> Timestamp? {
    (self[column] as Int64?).map { Timestamp(nanoseconds: $0) }
  }
}
