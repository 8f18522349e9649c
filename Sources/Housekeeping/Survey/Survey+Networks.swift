import EngineClient
import Policies

extension Survey {
  /// Looks at what is on networks; one on which something is was in use all the time, as far as anybody knows.
  func fillNetworks(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    guard !wanted.networkEndpoints.isEmpty else { return }
    let engine = look.engine
    let answers = try await concurrently(wanted.networkEndpoints.sorted()) { id in
      try await sight { try await engine.network(id)?.endpoints }
    }
    for index in inventory.networks.indices {
      guard let answer = answers[inventory.networks[index].id] else { continue }
      inventory.networks[index].endpoints = answer.value ?? .unavailable
    }
    inventory.networks.removeAll { answers[$0.id]?.isGone == true }
    let used = inventory.networks.filter { answers[$0.id] != nil && $0.endpoints.value?.isEmpty == false }
    try look.notebook.see(used: used)
  }
}
