import EngineClient
import History
import Policies

/// Where every look at an engine begins: its clock, and what the ledger has of it.
struct Look {
  let engine: Engine
  let information: EngineInformation
  let files: EngineFiles
  let ledger: Ledger
  /// The ledger's key of the engine.
  let key: EngineKey
  /// On the engine's clock.
  let now: Timestamp
  let patience = Patience()

  var notebook: Notebook { Notebook(ledger: ledger, engine: key, now: now) }
}

extension Look {
  /// - Throws: `HousekeepingError.withoutClock`, before the ledger is opened.
  init(at engine: Engine, _ information: EngineInformation, _ ledger: @autoclosure () throws -> Ledger) throws {
    guard let now = information.clock else { throw HousekeepingError.withoutClock }
    let ledger = try ledger()
    self.init(
      engine: engine, information: information, files: EngineFiles(of: engine, information), ledger: ledger,
      key: try ledger.key(of: engine, information), now: now)
  }
}

extension Ledger {
  /// The key of an engine that answers.
  func key(of engine: Engine, _ information: EngineInformation) throws(LedgerError) -> EngineKey {
    try self.engine(
      information.id, root: information.rootDirectory, kind: engine.identity.kind.rawValue,
      host: engine.identity.host.description, at: HostClock.now)
  }
}
