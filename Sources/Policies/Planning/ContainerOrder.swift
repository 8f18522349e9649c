/// In which order containers can go, so that none is missing to one that is still there.
struct ContainerOrder {
  private let dependents: Dependents
  /// How many generations of going containers need each: those with none leave first.
  private(set) var heights: [ContainerID: Int] = [:]
  /// Why the rest stay.
  private(set) var kept: [ContainerID: KeepReason] = [:]

  /// - Parameters:
  ///   - candidates: what policies would remove.
  ///   - containers: all that are there.
  init(_ candidates: [Container], among containers: [Container]) {
    guard !candidates.isEmpty else {
      dependents = Dependents([])
      return
    }
    dependents = Dependents(containers)
    let unseen = containers.filter { $0.ties == .unavailable && !$0.isExternal }
    let unseenMounts = Set(unseen.flatMap(\.places))
    var rest: [Container] = []
    for container in candidates {
      if container.mayBeNeeded(by: unseen, with: unseenMounts) {
        kept[container.id] = .unknown(.ties)
      } else {
        rest.append(container)
      }
    }
    var height = 0
    while !rest.isEmpty {
      let ready = rest.filter { container in dependents.holders(of: container.id).allSatisfy { heights[$0] != nil } }
      if ready.isEmpty { break }
      for container in ready { heights[container.id] = height }
      rest.removeAll { heights[$0.id] != nil }
      height += 1
    }
    let names = Dictionary(containers.map { ($0.id, $0.displayName) }) { first, _ in first }
    for container in rest {
      let staying = dependents.holders(of: container.id).filter { heights[$0] == nil }
      kept[container.id] = .needed(by: staying.compactMap { names[$0] }.sorted())
    }
  }

  /// Those that need it and leave before it.
  func leavingBefore(_ id: ContainerID) -> [ContainerID] { dependents.holders(of: id).sorted() }

  /// Of which containers the ties have to be known before candidates may go.
  ///
  /// Lists show who has another's network or a link to it. One that runs has the processes of no container that has stopped; it
  /// may have its memory, where that one shares it, or its volumes, which both then show.
  static func unasked(_ candidates: [Container], among containers: [Container]) -> Set<ContainerID> {
    guard !candidates.isEmpty else { return [] }
    let takesLodgers = candidates.contains { $0.ties.value.map { $0.lodging != .closed } ?? false }
    let places = Set(candidates.flatMap(\.places))
    let own = Set(candidates.map(\.id))
    let unasked = containers.filter { container in
      guard container.ties == .notAsked, !container.isExternal else { return false }
      let isRunning = container.state == .running || container.state == .paused
      return takesLodgers || !isRunning || own.contains(container.id)
        || container.places.contains(where: places.contains)
    }
    return Set(unasked.map(\.id))
  }
}

extension Container {
  /// Its mounts, of which one that has them from this one has the same.
  fileprivate var places: [Mount] {
    mounts.map { mount in
      // A list may leave out where a volume of a stopped container is.
      var place = mount
      if mount.name != nil { place.source = "" }
      return place
    }
  }

  /// Whether one of those of which nobody can say what they need may need this one. An engine that guards it says so itself.
  fileprivate func mayBeNeeded(by unseen: [Container], with places: Set<Mount>) -> Bool {
    guard let ties = ties.value else { return true }
    guard !unseen.isEmpty else { return false }
    return ties.lodging == .open || self.places.contains(where: places.contains)
  }
}
