/// What shows janitor the container that it runs in, if it runs in one.
package struct OwnContainer: Hashable, Sendable {
  /// IDs that are of no other container: its own, and those of the containers around it.
  package var ids: Set<ContainerID>
  /// IDs of its own or of a container whose network it shares: engines give both the same files.
  package var shared: Set<ContainerID>
  /// Where nobody chose another one, the first twelve digits of such an ID.
  package var hostname: String
  /// Whether it runs in a container.
  package var isContained: Bool

  package init(
    ids: Set<ContainerID> = [], shared: Set<ContainerID> = [], hostname: String = "", isContained: Bool = false
  ) {
    self.ids = ids
    self.shared = shared
    self.hostname = hostname
    self.isContained = isContained
  }
}

extension OwnContainer {
  /// Those of a list that janitor may run in.
  struct Candidates: Hashable {
    fileprivate var ids: Set<ContainerID> = []
    /// It runs in a container and nothing shows in which: it may be any that runs.
    fileprivate var isAny = false
  }

  func candidates(among containers: [Container]) -> Candidates {
    let certain = containers.map(\.id).filter(ids.contains)
    guard certain.isEmpty, ids.isEmpty else { return Candidates(ids: Set(certain)) }
    let named = Set(containers.map(\.id).filter { shared.contains($0) || isNamed($0) })
    guard !named.isEmpty else { return Candidates(isAny: isContained && shared.isEmpty) }
    let sharers = containers.filter { $0.networkOwner.map(named.contains) ?? false }.map(\.id)
    return Candidates(ids: named.union(sharers))
  }

  private func isNamed(_ id: ContainerID) -> Bool {
    hostname.utf8.count == 12 && id.description.hasPrefix(hostname)
  }
}

extension OwnContainer.Candidates {
  /// Why a policy leaves a container alone that may be janitor's own. What is removed does not run, so only a stop can meet it unknown.
  func keep(_ container: Container, from action: PolicyAction) -> KeepReason? {
    if ids.contains(container.id) { return ids.count == 1 ? .janitorItself : .maybeJanitorItself }
    return isAny && action == .stop && container.isWithinReach(of: .stop) ? .maybeJanitorItself : nil
  }
}
