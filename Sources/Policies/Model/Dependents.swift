/// Which containers, in whatever state, cannot do without which others, as far as anybody asked: they have another's network,
/// IPC or process namespace, its volumes, or a link to it. Without it they never start again, or cannot be made anew.
package struct Dependents: Hashable, Sendable {
  private var holders: [ContainerID: Set<ContainerID>] = [:]
  private let ids: Set<ContainerID>

  package init(_ containers: [Container]) {
    ids = Set(containers.map(\.id))
    var needs: [(text: String, holder: ContainerID)] = []
    for container in containers {
      if let owner = container.networkOwner { needs.append((owner.description, container.id)) }
      for text in container.ties.value?.needs ?? [] { needs.append((text, container.id)) }
    }
    let linked = containers.filter { $0.names.contains { $0.contains("/") } }
    guard !needs.isEmpty || !linked.isEmpty else { return }
    let names = ContainerNames(containers)
    for (text, holder) in needs {
      for id in names.resolve(text) { add(holder, to: id) }
    }
    for container in linked {
      // `web/db`: the container `web` calls it `db`.
      for name in container.names {
        guard let slash = name.firstIndex(of: "/"), let holder = names.called(String(name[..<slash])) else { continue }
        add(holder, to: container.id)
      }
    }
  }

  private mutating func add(_ holder: ContainerID, to id: ContainerID) {
    if holder != id { holders[id, default: []].insert(holder) }
  }

  package func holders(of id: ContainerID) -> Set<ContainerID> { holders[id] ?? [] }

  /// Those that need the container of a step now, be it that a plan wanted them gone before it.
  package func holders(of subject: ContainerSubject) -> [ContainerID] {
    holders(of: subject.id).union(subject.dependents.filter(ids.contains)).sorted()
  }
}

/// Finds containers by what others call them.
private struct ContainerNames {
  private var byName: [String: ContainerID] = [:]
  private let ids: [ContainerID]

  init(_ containers: [Container]) {
    ids = containers.map(\.id).sorted()
    for container in containers {
      for name in container.names where !name.contains("/") { byName[name] = container.id }
    }
  }

  func called(_ name: String) -> ContainerID? { byName[name] }

  /// By whole ID or name, or else by the beginning of an ID: all that have it, where it is several.
  func resolve(_ text: String) -> [ContainerID] {
    let start = ids.partitioningIndex { $0.description >= text }
    if start < ids.count, ids[start].description == text { return [ids[start]] }
    if let id = called(text) { return [id] }
    guard !text.isEmpty else { return [] }
    return Array(ids[start...].prefix { $0.description.hasPrefix(text) })
  }
}
