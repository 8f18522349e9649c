/// Judges container filters as `docker ps` does.
struct ContainerFilters: FilterJudge {
  private let now: Timestamp
  private let index: ImageIndex
  /// Place in the list, newest first.
  private let places: [ContainerID: Int]
  private let containers: [Container]
  /// Podman lists in any order.
  private let isNewestFirst: Bool

  init(_ containers: [Container], _ index: ImageIndex, now: Timestamp) {
    self.containers = containers
    self.index = index
    self.now = now
    places = Dictionary(containers.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    isNewestFirst = zip(containers, containers.dropFirst()).allSatisfy { newer, older in
      guard let newer = newer.createdSecond, let older = older.createdSecond else { return false }
      return newer >= older
    }
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
    case .status(let state): return { status($0, state) }
    case .exited(let code): return { exited($0, code) }
    case .ancestor(let reference):
      let family = index.resolve(reference).map(index.withDescendants) ?? []
      return { container in container.image.map { Truth(family.contains($0)) } ?? .unknown }
    case .before(let name):
      return order(name, older: true)
    case .since(let name):
      return order(name, older: false)
    case .until(let cutoff):
      let limit = cutoff.instant(now)
      return { container in
        guard container.flaw(of: .created, now: now) == .madeUp else {
          return container.createdAtLatest.map { Truth($0 < limit) } ?? .unknown
        }
        // It was created before it ever started.
        return container.details.test { _ in container.believable(.started, now).map { $0 < limit } }
      }
    case .volume(let name):
      return { container in
        Truth(container.mounts.contains { $0.destination == name || ($0.name ?? $0.source) == name })
      }
    case .network(let name):
      return { container in Truth(container.networks.contains { $0.key == name || $0.value.hasPrefix(name) }) }
    case .health(let health):
      return { container in
        guard container.state.isKnown else { return .unknown }
        if container.state != .running, container.state != .paused { return Truth(health == .none) }
        if let known = container.health { return Truth(known == health) }
        return container.details == .notAsked ? .notAsked : .unknown
      }
    case .publish(let range):
      return { container in
        Truth(container.ports.contains { port in port.published.map { range.contains($0, port.proto) } ?? false })
      }
    case .expose(let range):
      return { container in Truth(container.ports.contains { range.contains($0.inside, $0.proto) }) }
    case .isTask(let flag): return { Truth(($0.manager == .swarm) == flag) }
    case .restart(let policy): return { $0.details.test { $0.restart.map { $0 == policy } } }
    case .managed(let flag): return { Truth(($0.manager != nil) == flag) }
    default: return { _ in .no }
    }
  }

  /// As Docker does, but for a container whose removal failed: it is still what it was before, exited or created, and goes
  /// by the policy by which it went. Docker's list may say of it that its removal goes on; an inspection tells.
  private func status(_ container: Container, _ state: ContainerState) -> Truth {
    guard container.state.isKnown else { return .unknown }
    if container.state == state { return .yes }
    switch (container.state, state) {
    case (.dead, .exited), (.dead, .created):
      return container.details.test { _ in container.stateBeforeRemoval == state }
    case (.removing, .dead), (.removing, .exited), (.removing, .created): return container.details.test { _ in false }
    default: return .no
    }
  }

  /// By every reading of an image's name, and also by the name that the container was made with, which may have gone on to
  /// another image since.
  func exception(_ filter: Filter) -> (Container) -> Truth {
    let test = test(filter)
    guard case .ancestor(let reference) = filter else { return test }
    let name = Reference(reference).resolved
    let family = Set(index.called(name).flatMap(index.withDescendants))
    return { container in
      let isSpared =
        container.image.map(family.contains) ?? false
        || Reference.readings(Reference(container.imageReference).resolved).contains(name)
      return isSpared ? .yes : test(container)
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
  private func order(_ name: String, older: Bool) -> (Container) -> Truth {
    guard let other = find(name).flatMap({ places[$0] }).map({ (place: $0, container: containers[$0]) }) else {
      return { _ in .unknown }
    }
    guard isNewestFirst else { return { $0.isCreated(before: other.container, older) } }
    return { container in
      places[container.id].map { Truth(older ? $0 > other.place : $0 < other.place) } ?? .unknown
    }
  }

  /// By whole ID or by name: Docker takes no beginning of an ID here.
  private func find(_ name: String) -> ContainerID? {
    let bare = name.hasPrefix("/") ? String(name.dropFirst()) : name
    if let id = ContainerID(name), places[id] != nil { return id }
    return containers.first { $0.name == bare }?.id
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
  fileprivate var createdSecond: Int64? { created.map { $0.nanoseconds / 1_000_000_000 } }

  /// Whether it was created before the other, or after it; within one second the finer time decides.
  fileprivate func isCreated(before other: Container, _ before: Bool) -> Truth {
    guard id != other.id else { return .no }
    guard let mine = createdSecond, let others = other.createdSecond else { return .unknown }
    if mine != others { return Truth(before ? mine < others : mine > others) }
    guard details != .notAsked else { return .notAsked }
    guard let mine = details.value?.created, let others = other.details.value?.created else { return .unknown }
    return Truth(before ? mine < others : mine > others)
  }
}
