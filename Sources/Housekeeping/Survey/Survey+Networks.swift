import EngineClient
import Policies

extension Survey {
  /// Looks at what is on networks; one on which something is was in use all the time, as far as anybody knows.
  func fillNetworks(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    guard !wanted.networkEndpoints.isEmpty else { return }
    let (engine, patience) = (look.engine, look.patience)
    let answers = try await concurrently(wanted.networkEndpoints.sorted()) { id in
      try await patience.sight(.networks) { () throws(EngineError) in try await engine.network(id)?.endpoints }
    }
    for index in inventory.networks.indices {
      guard let answer = answers[inventory.networks[index].id] else { continue }
      inventory.networks[index].endpoints = answer.value ?? .unavailable
    }
    let used = inventory.networks.filter { answers[$0.id] != nil && $0.endpoints.value?.isEmpty == false }
    try look.notebook.see(used: used)
  }
}
