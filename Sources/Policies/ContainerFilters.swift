/// Judges container filters as `docker ps` does.
struct ContainerFilters: FilterJudge {
  private let now: Timestamp
  private let index: ImageIndex
  /// Place in the list, newest first, by ID, by name and by each prefix that a filter uses.
  private let places: [ContainerID: Int]
  private let containers: [Container]

  init(_ containers: [Container], _ index: ImageIndex, now: Timestamp) {
    self.containers = containers
    self.index = index
    self.now = now
    places = Dictionary(containers.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A test that says whether a container matches one filter.
  func test(_ filter: Filter) -> (Container) -> Truth {
    switch filter {
    case .id(let prefix):
      let found = unique(prefix)
      return { Truth($0.id == found) }
    case .name(let pattern):
      let matches = pattern.matcher()
      return { container in
        guard let name = container.name else { return .unknown }
        return Truth(matches(name) || matches("/" + name))
      }
    case .label(let label): return { Truth(label.matches($0.labels)) }
    case .notLabel(let label): return { Truth(!label.matches($0.labels)) }
    case .status(let state): return { $0.state.isKnown ? Truth($0.state == state) : .unknown }
    case .exited(let code): return { exited($0, code) }
    case .ancestor(let reference):
      let family = index.resolve(reference).map(index.withDescendants) ?? []
      return { container in container.image.map { Truth(family.contains($0)) } ?? .unknown }
    case .before(let name):
      return order(name) { $0 > $1 }
    case .since(let name):
      return order(name) { $0 < $1 }
    case .until(let cutoff):
      let limit = cutoff.instant(now)
      return { $0.createdAtLatest.map { Truth($0 < limit) } ?? .unknown }
    case .volume(let name):
      return { container in
        Truth(container.mounts.contains { $0.destination == name || ($0.name ?? $0.source) == name })
      }
    case .network(let name):
      return { container in Truth(container.networks.contains { $0.key == name || $0.value == name }) }
    case .health(let health):
      return { container in
        guard container.state.isKnown else { return .unknown }
        if container.state != .running, container.state != .paused { return Truth(health == .none) }
        return container.health.map { Truth($0 == health) } ?? .unknown
      }
    case .publish(let range):
      return { container in
        Truth(container.ports.contains { port in port.published.map { range.contains($0, port.proto) } ?? false })
      }
    case .expose(let range):
      return { container in Truth(container.ports.contains { range.contains($0.inside, $0.proto) }) }
    case .isTask(let flag): return { Truth((Manager(labels: $0.labels, name: $0.name) == .swarm) == flag) }
    case .restart(let policy): return { $0.details.test { $0.restart.map { $0 == policy } } }
    case .managed(let flag): return { Truth((Manager(labels: $0.labels, name: $0.name) != nil) == flag) }
    default: return { _ in .no }
    }
  }

  /// Docker matches a code only on what once ran and runs no more.
  private func exited(_ container: Container, _ code: Int) -> Truth {
    switch container.state {
    case .created, .running, .paused, .restarting: return .no
    case .other: return .unknown
    case .exited, .dead, .removing:
      if let known = container.exitCode { return Truth(known == code) }
      return container.details.test { details in
        details.started == nil ? false : details.exitCode.map { $0 == code }
      }
    }
  }

  /// Docker walks its list, newest first, and compares places; a name that it does not know matches nothing.
  private func order(_ name: String, _ compare: @escaping (Int, Int) -> Bool) -> (Container) -> Truth {
    guard let reference = find(name).flatMap({ places[$0] }) else { return { _ in .unknown } }
    return { container in places[container.id].map { Truth(compare($0, reference)) } ?? .unknown }
  }

  private func find(_ name: String) -> ContainerID? {
    let bare = name.hasPrefix("/") ? String(name.dropFirst()) : name
    if let id = ContainerID(name), places[id] != nil { return id }
    return containers.first { $0.name == bare }?.id ?? unique(name)
  }

  private func unique(_ prefix: String) -> ContainerID? {
    var found: ContainerID?
    for container in containers where container.id.description.hasPrefix(prefix) {
      if found != nil { return nil }
      found = container.id
    }
    return found
  }
}

extension ContainerState {
  var isKnown: Bool { if case .other = self { false } else { true } }
}

extension Container {
  /// The latest instant at which it can have been created: lists cut the time to the second.
  var createdAtLatest: Timestamp? {
    details.value?.created ?? created?.advanced(by: .milliseconds(999))
  }
}

extension Cutoff {
  func instant(_ now: Timestamp) -> Timestamp {
    switch self {
    case .instant(let instant): instant
    case .ago(let duration): now.advanced(by: .zero - duration)
    }
  }
}
