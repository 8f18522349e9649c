import EngineClient
import History
import JanitorConfiguration
import Policies

/// Looks at a host for a report; nothing is removed.
struct HostSurvey {
  let configuration: Configuration
  let engine: Engine
  let ledgerPath: String

  func view() async throws -> HostView {
    let information = try await engine.information()
    guard let now = information.clock else {
      throw Failure(.internalError, "the engine does not tell its time, so no age can be measured")
    }
    async let usage = engine.usage()
    let (ledger, key) = try Settings.ledger { () throws(LedgerError) in
      let ledger = try Ledger(path: ledgerPath)
      let key = try ledger.engine(
        information.id, root: information.rootDirectory, kind: engine.identity.kind.rawValue,
        host: engine.identity.host.description, at: Clock.now)
      return (ledger, key)
    }
    let planner = Planner(
      configuration.policies, protection: configuration.protection, brake: configuration.brake, own: OwnContainer.id(),
      imageSizes: information.store.imageSizes)
    let survey = Survey(
      engine: engine, files: EngineFiles(of: engine, information), planner: planner, ledger: ledger, engineKey: key,
      now: now)
    var (inventory, memory) = try await survey.inventory(of: Set(Target.allCases).subtracting([.buildCache]))
    inventory.cache = .known(try await usage.cache)
    let plan = try await survey.plan(on: &inventory, memory)
    return HostView(
      inventory, try await usage, plan, engine: engine.identity,
      disk: DiskState(of: information, at: engine.identity.host))
  }
}
