package import Policies

extension Ledger {
  /// What ties an engine's containers to others, as far as somebody asked.
  package func containerTies(engine: EngineKey) throws(LedgerError) -> [ContainerID: ContainerTies] {
    try read { db in
      var ties: [ContainerID: ContainerTies] = [:]
      try db.forEach(
        "SELECT container_id, needs, lodging FROM container_ties WHERE engine = ?", [.integer(engine.rawValue)]
      ) { row in
        guard let id = ContainerID(try row.text(0)), let lodging = ContainerTies.Lodging(rawValue: try row.text(2))
        else {
          return
        }
        ties[id] = ContainerTies(needs: Set(try row.text(1).split(separator: "\n").map(String.init)), lodging: lodging)
      }
      return ties
    }
  }

  package func remember(
    _ ties: [ContainerID: ContainerTies], engine: EngineKey, at: Timestamp
  ) throws(LedgerError) {
    guard !ties.isEmpty else { return }
    try write { db in
      for (id, ties) in ties.inOrder {
        try db.execute(
          "INSERT OR REPLACE INTO container_ties (engine, container_id, seen_ns, needs, lodging) VALUES (?, ?, ?, ?, ?)",
          [
            .integer(engine.rawValue), .text(id.description), .integer(at.nanoseconds),
            .text(ties.needs.sorted().joined(separator: "\n")), .text(ties.lodging.rawValue),
          ])
      }
    }
  }
}
