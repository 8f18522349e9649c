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
    let ledger = try Settings.ledger { () throws(LedgerError) in try Ledger(path: ledgerPath) }
    let planner = Planner(configuration.policies, configuration, information)
    let survey = Survey(
      engine: engine, files: EngineFiles(of: engine, information), planner: planner, ledger: ledger,
      engineKey: try ledger.key(of: engine, information), now: now)
    var (inventory, memory) = try await survey.inventory(of: Set(Target.allCases).subtracting([.buildCache]))
    inventory.cache = .known(try await usage.cache)
    let plan = try await survey.plan(on: &inventory, memory)
    return HostView(
      inventory, try await usage, plan, engine: engine.identity,
      disk: DiskState(of: information, at: engine.identity.host))
  }
}
