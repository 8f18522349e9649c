import EngineClient
import History
import JanitorConfiguration
import Policies

extension Planner {
  /// As the configuration and the engine at hand want it.
  init(
    _ policies: [Policy], _ configuration: Configuration, _ information: EngineInformation,
    stored: Set<StepKey>? = nil
  ) {
    self.init(
      policies, protection: configuration.protection, brake: configuration.brake, own: OwnContainer.id(),
      imageSizes: information.store.imageSizes, stored: stored)
  }
}

extension Ledger {
  /// The key of an engine that answers.
  func key(of engine: Engine, _ information: EngineInformation) throws -> EngineKey {
    try Settings.ledger { () throws(LedgerError) in
      try self.engine(
        information.id, root: information.rootDirectory, kind: engine.identity.kind.rawValue,
        host: engine.identity.host.description, at: Clock.now)
    }
  }
}
