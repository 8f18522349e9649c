package import EngineClient
import History
package import JanitorConfiguration
package import Policies

extension Notebook {
  /// Writes down which entries of `[protect]` and `except` match something of an inventory that a run took for `policies`, and
  /// says which have matched nothing for long.
  func idleEntries(
    of configuration: Configuration, _ policies: [Policy], in inventory: Inventory
  ) throws(LedgerError) -> [IdleEntry] {
    let trial = EntryTrial(
      inventory, listed: Planner.targets(of: policies).subtracting(inventory.missing.keys), now: now)
    let policed = Planner.targets(of: configuration.policies.filter(\.isEnabled))
    var matches = trial.matches(configuration.protection, policed: policed)
    for policy in policies { matches.merge(trial.matches(policy)) { $0 || $1 } }
    let tried = Dictionary(matches.map { ($0.key.key, $0.value) }, uniquingKeysWith: { $0 || $1 })
    try ledger.tried(tried, engine: engine, at: now, patience: IdleEntry.patience)
    return try ledger.idleEntries(of: configuration, engine, now: now)
  }
}

extension Ledger {
  /// The entries of a configuration that have matched nothing for long, in their order.
  fileprivate func idleEntries(
    of configuration: Configuration, _ engine: EngineKey, now: Timestamp
  ) throws(LedgerError) -> [IdleEntry] {
    let entries = configuration.protection.entries + configuration.policies.filter(\.isEnabled).flatMap(\.entries)
    guard !entries.isEmpty else { return [] }
    let since = try unmatchedSince(engine: engine)
    return entries.compactMap { entry in
      guard !entry.isShipped, let since = since[entry.key], since.duration(to: now) >= IdleEntry.patience else {
        return nil
      }
      return IdleEntry(entry, since: since)
    }
  }
}

extension IdleEntry {
  /// What earlier runs on this engine found; nothing where the ledger cannot be read, of which others tell.
  package static func known(
    of configuration: Configuration, on information: EngineInformation, ledger path: String, now: Timestamp
  ) -> [IdleEntry] {
    do {
      let ledger = try Ledger(reading: path)
      guard
        let engine = try ledger.engines().first(where: {
          $0.id == information.id && $0.root == information.rootDirectory
        })
      else { return [] }
      return try ledger.idleEntries(of: configuration, engine.key, now: information.clock ?? now)
    } catch {
      return []
    }
  }
}
