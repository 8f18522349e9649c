package import Policies

extension Ledger {
  /// What earlier inspections showed of an engine's containers; whether it still holds is not judged here.
  package func containerFacts(engine: EngineKey) throws(LedgerError) -> [ContainerID: ContainerFacts] {
    try read { db in
      var facts: [ContainerID: ContainerFacts] = [:]
      try db.forEach(
        """
        SELECT container_id, seen_ns, state, created_ns, started_ns, finished_ns, exit_code, restart, writable_bytes,
          log_bytes, no_tries_left, named_volumes, inherits_volumes FROM container_facts WHERE engine = ?
        """, [.integer(engine.rawValue)]
      ) { row in
        guard let id = ContainerID(try row.text(0)) else { return }
        facts[id] = try ContainerFacts(row)
      }
      return facts
    }
  }

  /// Keeps what inspections showed, in place of what earlier ones did.
  package func remember(_ facts: [ContainerID: ContainerFacts], engine: EngineKey) throws(LedgerError) {
    guard !facts.isEmpty else { return }
    try write { db in
      for (id, facts) in facts.inOrder {
        let details = facts.details
        try db.execute(
          """
          INSERT OR REPLACE INTO container_facts (engine, container_id, seen_ns, state, created_ns, started_ns,
            finished_ns, exit_code, restart, writable_bytes, log_bytes, no_tries_left, named_volumes,
            inherits_volumes)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          [
            .integer(engine.rawValue), .text(id.description), .integer(facts.seen.nanoseconds),
            .text(facts.state.word), .integer(details.created?.nanoseconds), .integer(details.started?.nanoseconds),
            .integer(details.finished?.nanoseconds), .count(details.exitCode), .text(details.restart?.rawValue),
            .integer(facts.size?.writableLayer.bytes), .integer(facts.size?.log?.bytes), .flag(details.hasNoTriesLeft),
            .text(details.namedVolumes.map(\.description).sorted().joined(separator: "\n")),
            .flag(details.inheritsVolumes),
          ])
      }
    }
  }

  /// What earlier inspections showed of an engine's images; whether it still holds is not judged here.
  package func imageFacts(engine: EngineKey) throws(LedgerError) -> [ImageID: ImageFacts] {
    try read { db in
      var facts: [ImageID: ImageFacts] = [:]
      try db.forEach(
        "SELECT image_id, seen_ns, created_ns, tagged_ns, reference_list FROM image_facts WHERE engine = ?",
        [.integer(engine.rawValue)]
      ) { row in
        guard let id = ImageID(try row.text(0)) else { return }
        facts[id] = ImageFacts(
          seen: Timestamp(nanoseconds: try row.integer(1)),
          references: try row.text(4).split(separator: "\n").map(String.init),
          details: ImageDetails(created: try row.instant(2), tagged: try row.instant(3)))
      }
      return facts
    }
  }

  /// Keeps what inspections showed, in place of what earlier ones did.
  package func remember(_ facts: [ImageID: ImageFacts], engine: EngineKey) throws(LedgerError) {
    guard !facts.isEmpty else { return }
    try write { db in
      for (id, facts) in facts.inOrder {
        try db.execute(
          """
          INSERT OR REPLACE INTO image_facts (engine, image_id, seen_ns, created_ns, tagged_ns, reference_list)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
          [
            .integer(engine.rawValue), .text(id.description), .integer(facts.seen.nanoseconds),
            .integer(facts.details.created?.nanoseconds), .integer(facts.details.tagged?.nanoseconds),
            .text(facts.references.joined(separator: "\n")),
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
        let delete = "DELETE FROM \(table) WHERE engine = ? AND \(column) = ?"
        for object in objects { try db.execute(delete, [.integer(engine.rawValue), .text(object)]) }
      }
    }
  }
}

extension ContainerFacts {
  /// In the order of the columns above.
  fileprivate init(_ row: borrowing Row) throws {
    let writable = try row.optionalInteger(8)
    let log = try row.optionalInteger(9)
    self.init(
      seen: Timestamp(nanoseconds: try row.integer(1)), state: ContainerState(try row.text(2)),
      details: ContainerDetails(
        created: try row.instant(3), started: try row.instant(4), finished: try row.instant(5),
        exitCode: try row.optionalInteger(6).map { Int($0) },
        restart: try row.optionalText(7).flatMap(RestartPolicy.init(rawValue:)),
        hasNoTriesLeft: try row.integer(10) != 0,
        namedVolumes: Set(try row.text(11).split(separator: "\n").compactMap { VolumeName(String($0)) }),
        inheritsVolumes: try row.integer(12) != 0),
      size: writable.map { ContainerSize(writableLayer: ByteCount($0), log: log.map { ByteCount($0) }) })
  }
}

extension Row {
  fileprivate func instant(_ column: Int32) throws -> Timestamp? {
    try optionalInteger(column).map { Timestamp(nanoseconds: $0) }
  }
}
