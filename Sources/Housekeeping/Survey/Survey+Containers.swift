import EngineClient
import Policies

extension Survey {
  func fillContainers(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    let ids = wanted.containerDetails.union(wanted.containerSizes)
    guard !ids.isEmpty else { return }
    let engine = look.engine
    let answers = try await concurrently(ids.sorted()) { id in
      try await sight {
        try await engine.container(id, size: wanted.containerSizes.contains(id)).map(ContainerInspection.init)
      }
    }
    for index in inventory.containers.indices {
      var container = inventory.containers[index]
      guard let answer = answers[container.id] else { continue }
      let fresh = answer.value
      if wanted.containerDetails.contains(container.id) {
        container.details = fresh?.details ?? .unavailable
        // The list is older than this; what it said of the state must not be mixed with what is true now.
        container.state = fresh?.state ?? container.state
        container.health = fresh.map(\.health) ?? container.health
        container.labels = fresh?.labels ?? container.labels
      }
      if wanted.containerSizes.contains(container.id) { container.size = fresh?.size ?? .unavailable }
      inventory.containers[index] = container
    }
    inventory.containers.removeAll { answers[$0.id]?.isGone == true }
  }
}

/// What an inspection of a container adds to the list. There may be very many: the rest of it is let go at once.
private struct ContainerInspection: Sendable {
  let details: Lookup<ContainerDetails>
  let size: Lookup<ContainerSize>
  let state: ContainerState
  let health: Health?
  let labels: [String: String]

  init(_ container: Container) {
    details = container.details == .notAsked ? .unavailable : container.details
    size = container.size == .notAsked ? .unavailable : container.size
    state = container.state
    health = container.health
    labels = container.labels
  }
}
