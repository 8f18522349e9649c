/// Says what a policy thinks of images, before it counts how many to keep and looks at ages.
struct ImageJudge {
  let policy: Policy
  let protection: Protection
  private let users: ImageUsers
  private let selects: (Image) -> Truth
  private let exceptions: [(filter: Filter, test: (Image) -> Truth)]

  init(_ policy: Policy, _ protection: Protection, _ users: ImageUsers, _ filters: ImageFilters) {
    self.policy = policy
    self.protection = protection
    self.users = users
    selects = filters.test(policy.filters)
    exceptions = policy.exceptions.map { ($0, filters.test($0)) }
  }

  func eligibility(of image: Image) -> Eligibility {
    let selected = selects(image)
    if selected == .no { return .keep(.notSelected) }
    if selected == .unknown { return .keep(.unknown(policy.firstFilter)) }
    // What `docker images` hides: it is not a thing of its own, and goes with its last child.
    if image.removableReferences.isEmpty, let children = users.children(of: image.id) {
      return .keep(.hasChildren(children))
    }
    if let rule = protection.protector(of: image) { return .keep(.protected(rule)) }
    if let manager = Manager(labels: image.labels), manager.isSovereign, !manager.isNamed(by: policy.filters) {
      return .keep(.managed(by: manager))
    }
    if users.hasUnknown { return .keep(.unknown(.imageOfContainers)) }
    if let containers = users.staying[image.id] { return .keep(.inUse(by: containers)) }
    var asks = selected == .notAsked
    for (filter, test) in exceptions {
      switch test(image) {
      case .yes: return .keep(.excepted(filter))
      case .unknown: return .keep(.unknown(.filter(filter)))
      case .notAsked: asks = true
      case .no: break
      }
    }
    if image.details == .notAsked, policy.needsImageDetails { asks = true }
    return asks ? .notAsked : .eligible
  }

  /// The references that the policy takes off: all, or those that its `reference=` filters match.
  func references(of image: Image) -> [String] {
    let all = image.removableReferences
    guard policy.filters.uses(.reference) else { return all }
    let globs = policy.filters.all.compactMap { if case .reference(let glob) = $0 { glob } else { nil } }
    return all.filter { reference in globs.contains { $0.matches(reference: reference) } }
  }
}

/// Which containers use an image.
package struct ImageUsers {
  /// Those that stay.
  private(set) var staying: [ImageID: [ContainerID]] = [:]
  /// Those that the plan removes.
  private(set) var leaving: [ImageID: [ContainerID]] = [:]
  /// Whether some container uses an image that nobody can name: then every image may be in use.
  private(set) var hasUnknown = false
  private let index: ImageIndex

  func children(of id: ImageID) -> [ImageID]? { index.children[id]?.sorted() }

  init(_ containers: [Container], leaving gone: Set<ContainerID>, _ index: ImageIndex) {
    self.index = index
    for container in containers {
      let mounted = container.mounts.filter { $0.type == "image" }.map { index.resolve($0.name ?? $0.source) }
      for used in [container.image] + mounted {
        guard let used else {
          if !gone.contains(container.id) { hasUnknown = true }
          continue
        }
        if gone.contains(container.id) {
          leaving[used, default: []].append(container.id)
        } else {
          staying[used, default: []].append(container.id)
        }
      }
    }
  }
}

extension ImageUsers {
  /// Which containers use which image at this moment, as far as a list of containers alone tells.
  package static func now(_ containers: [Container]) -> [ImageID: [ContainerID]] {
    Dictionary(grouping: containers.filter { $0.image != nil }) { $0.image }.reduce(into: [:]) { users, entry in
      if let image = entry.key { users[image] = entry.value.map(\.id) }
    }
  }
}

extension Image {
  /// What has to be taken off it one by one: its tags, and digests of repositories of which it has no tag.
  package var removableReferences: [String] {
    let tagged = Set(tags.map { Reference($0).repository })
    return tags + digests.filter { !tagged.contains(Reference($0).repository) }
  }

  /// The repositories that it belongs to.
  var repositories: Set<String> { Set((tags + digests).map { Reference($0).repository }) }

  func instant(of origin: AgeOrigin, _ memory: Memory) -> Timestamp? {
    switch origin {
    case .created: return createdAtLatest
    case .tagged: return details.value?.tagged
    case .lastUsed:
      guard let sighting = memory.images[id] else { return nil }
      return [sighting.firstSeen, sighting.lastInUse, details.value?.tagged].compactMap { $0 }.max()
    case .finished, .started: return nil
    }
  }
}

extension Policy {
  /// The filter to name when one could not be judged.
  var firstFilter: Fact { filters.all.first.map(Fact.filter) ?? .state }

  /// Whether the list of images does not tell enough for its age.
  var needsImageDetails: Bool { olderThan != nil && (since == .tagged || since == .lastUsed) }
}
