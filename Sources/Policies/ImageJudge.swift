/// Says what a policy thinks of images, before it counts how many to keep and looks at ages.
struct ImageJudge {
  let policy: Policy
  let protection: Protection
  private let users: ImageUsers
  private let projects: Projects
  private let selector: Selector<Image>

  init(
    _ policy: Policy, _ protection: Protection, _ users: ImageUsers, _ projects: Projects, _ filters: ImageFilters
  ) {
    self.policy = policy
    self.protection = protection
    self.users = users
    self.projects = projects
    selector = Selector(policy, filters)
  }

  func eligibility(of image: Image) -> Eligibility {
    let selection = selector.selection(of: image)
    if let reason = selection.keep { return .keep(reason) }
    // What `docker images` hides: it is not a thing of its own, and goes with its last child.
    if image.removableReferences.isEmpty, let children = users.children(of: image.id) {
      return .keep(.hasChildren(children))
    }
    if let rule = protection.protector(of: image) { return .keep(.protected(rule)) }
    if let reason = policy.owner(image.labels) { return .keep(reason) }
    // What a project's builds left without a tag is no part of it any more.
    if !image.tags.isEmpty, let project = projects.owner(image.labels, unlessNamedBy: policy.filters) {
      return .keep(.partOfProject(project))
    }
    if users.hasUnknown { return .keep(.unknown(.imageOfContainers)) }
    if let containers = users.staying[image.id] { return .keep(.inUse(by: containers)) }
    let exception = selector.exception(of: image)
    if let reason = exception.keep { return .keep(reason) }
    let needsDetails = image.details == .notAsked && policy.needsImageDetails
    return selection.asks || exception.asks || needsDetails ? .notAsked : .eligible
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

extension Image {
  /// What has to be taken off it one by one: its tags, and digests of repositories of which it has no tag.
  package var removableReferences: [String] {
    guard !digests.isEmpty else { return tags }
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
    case .finished, .started, .unused: return nil
    }
  }
}

extension Policy {
  /// Whether the list of images does not tell enough for its age.
  var needsImageDetails: Bool {
    (olderThan != nil || keepLast != nil) && (since == .tagged || since == .lastUsed)
  }
}
