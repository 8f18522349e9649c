import EngineClient
import Policies

extension Survey {
  func fillContainers(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    let ids = wanted.containerDetails.union(wanted.containerSizes)
    guard !ids.isEmpty else { return }
    let (engine, patience) = (look.engine, look.patience)
    let answers = try await concurrently(ids.sorted()) { id in
      try await patience.sight(.containers) { () throws(EngineError) in
        try await engine.container(id, size: wanted.containerSizes.contains(id)).map(ContainerInspection.init)
      }
    }
    for index in inventory.containers.indices {
      var container = inventory.containers[index]
      guard let answer = answers[container.id] else { continue }
      let fresh = answer.value
      container.unseen = answer.unseen
      if wanted.containerDetails.contains(container.id) {
        container.details = fresh?.details ?? .unavailable
        // The list is older than this; what it said of the state must not be mixed with what is true now.
        container.state = fresh?.state ?? container.state
        container.health = fresh.map(\.health) ?? container.health
        container.labels = fresh?.labels ?? container.labels
      }
      // Who could not be inspected is not asked a second time.
      if container.ties == .notAsked { container.ties = fresh.map(\.ties) ?? .unavailable }
      if wanted.containerSizes.contains(container.id) { container.size = fresh?.size ?? .unavailable }
      inventory.containers[index] = container
    }
  }
}

extension Survey {
  /// Of one that went meanwhile, or that the engine cannot say, they are not known in this run.
  func fillTies(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    guard !wanted.containerTies.isEmpty else { return }
    let (engine, patience) = (look.engine, look.patience)
    let answers = try await concurrently(wanted.containerTies.sorted()) { id in
      try await patience.sight(.containers) { () throws(EngineError) in try await engine.ties(of: id) }
    }
    for index in inventory.containers.indices {
      guard let answer = answers[inventory.containers[index].id] else { continue }
      inventory.containers[index].ties = answer.value.map { .known($0) } ?? .unavailable
    }
  }
}

/// What an inspection of a container adds to the list. There may be very many: the rest of it is let go at once.
private struct ContainerInspection: Sendable {
  let details: Lookup<ContainerDetails>
  let size: Lookup<ContainerSize>
  let state: ContainerState
  let health: Health?
  let labels: [String: String]
  let ties: Lookup<ContainerTies>

  init(_ container: Container) {
    details = container.details == .notAsked ? .unavailable : container.details
    size = container.size == .notAsked ? .unavailable : container.size
    state = container.state
    health = container.health
    labels = container.labels
    ties = container.ties
  }
}
