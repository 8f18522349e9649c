package import EngineClient
import History
package import JanitorConfiguration
import Policies
import Wording

extension HostView {
  /// Looks at a host; nothing is removed.
  ///
  /// - Parameter ledger: its path.
  package static func survey(
    _ engine: Engine, ledger: String, _ configuration: Configuration
  ) async throws -> HostView {
    let information = try await engine.information()
    async let answer = attempt { () throws(EngineError) in try await engine.usage() }
    let look = try Look(at: engine, information, Ledger(path: ledger))
    let survey = Survey(look: look, planner: Planner(configuration.policies, configuration, information))
    var (inventory, memory) = try await survey.inventory(of: Set(Target.allCases).subtracting([.buildCache]))
    // One answer has the build cache and what everything takes.
    let usage = try await answer
    switch usage {
    case .success(let usage): inventory.cache = .known(usage.cache)
    case .failure(let error):
      inventory.cache = .unavailable
      inventory.missing[.buildCache] = error
    }
    let plan = try await survey.plan(on: &inventory, memory)
    return HostView(
      inventory, usage, plan, engine: engine.identity,
      disk: DiskState(of: information, at: engine.identity.host))
  }

  /// - Parameters:
  ///   - inventory: all kinds of objects.
  ///   - plan: made on it by all policies that are on.
  init(
    _ inventory: Inventory, _ answer: Result<EngineUsage, EngineError>, _ plan: Plan, engine: EngineIdentity,
    disk: DiskState?
  ) {
    let usage = try? answer.get()
    if case .failure(let error) = answer { unmeasured = error }
    missing = inventory.missing
    self.engine = engine
    self.plan = plan
    self.disk = disk
    let items = HostItem.items(inventory, usage)
    kinds = Target.allCases.filter { inventory.missing[$0] == nil }.map { target in
      let own = items.filter { $0.target == target }
      let sum = own.map(\.bytes).reduce(.zero, +)
      // Networks take no room worth a word.
      let bytes: ByteCount? = target == .networks ? nil : target == .images ? usage?.layers ?? sum : sum
      return Kind(target: target, objects: own.count, bytes: usage == nil ? nil : bytes)
    }

    var holdings = Dictionary(grouping: items, by: \.holder).map { holder, items in
      Holding(holder: holder, objects: items.count, bytes: items.map(\.bytes).reduce(.zero, +))
    }
    let own = items.filter { $0.target == .images }.map(\.bytes).reduce(.zero, +)
    if let layers = usage?.layers, layers > own {
      holdings.append(Holding(holder: .sharedLayers, objects: 0, bytes: layers - own))
    }
    self.holdings = holdings.filter { $0.bytes > .zero }.map { (Wording.holder($0.holder), $0) }
      .sorted { ($1.1.bytes, $0.0) < ($0.1.bytes, $1.0) }.map(\.1)

    let going = Set(plan.steps.filter { $0.verb == .remove }.map(\.objectID))
    let reasons = Dictionary(plan.kept.map { ($0.id, $0.reason) }) { first, _ in first }
    kept = items.filter { !going.contains($0.id) && $0.bytes > .zero }
      .sorted { ($1.bytes, $0.name, $0.id) < ($0.bytes, $1.name, $1.id) }
      .map { item in
        KeptObject(
          target: item.target, name: item.name, bytes: item.bytes, reason: reasons[item.id], situation: item.situation)
      }
  }
}
