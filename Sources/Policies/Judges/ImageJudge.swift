/// Says what a policy thinks of images, before it counts how many to keep and looks at ages.
struct ImageJudge {
  let policy: Policy
  let protection: Protection
  private let users: ImageUsers
  private let lists: ManifestLists
  private let projects: Projects
  private let selector: Selector<Image>
  private let dates: ImageDates
  /// What the policy's `until` and `before` ask of when an image came, where its date of creation cannot answer.
  private let bounds: [(filter: Filter, limit: Timestamp?)]

  init(
    _ policy: Policy, _ protection: Protection, _ users: ImageUsers, _ lists: ManifestLists, _ projects: Projects,
    _ filters: ImageFilters, _ dates: ImageDates
  ) {
    self.dates = dates
    bounds = policy.filters.all.compactMap { filter in
      switch filter {
      case .until(let cutoff): (filter, cutoff.instant(filters.now))
      case .before(let reference): (filter, filters.image(reference).flatMap { dates.origin(of: $0).instant })
      default: nil
      }
    }

    self.policy = policy
    self.protection = protection
    self.users = users
    self.lists = lists
    self.projects = projects
    selector = Selector(policy, filters)
  }

  func eligibility(of image: Image) -> Eligibility { judge(image).butFor(image.unseen) }

  private func judge(_ image: Image) -> Eligibility {
    let selection = selector.selection(of: image)
    if let reason = selection.keep { return .keep(reason) }
    if image.form.isList { return .keep(.manifestList) }
    if image.isReadOnly { return .keep(.readOnly) }
    // What `docker images` hides: it is not a thing of its own, and goes with its last child.
    if image.removableReferences.isEmpty, let children = users.children(of: image.id) {
      return .keep(.hasChildren(children))
    }
    if let rule = protection.protector(of: image) { return .keep(.protected(rule)) }
    if let reason = policy.keep(for: image.manager) { return .keep(reason) }
    // What a project's builds left without a tag is no part of it any more.
    if !image.tags.isEmpty, let project = projects.owner(image.labels, unlessNamedBy: policy.filters) {
      return .keep(.partOfProject(project))
    }
    if users.hasUnknown { return .keep(.unknown(.imageOfContainers)) }
    if let names = users.external[image.id] { return .keep(.inUseOutside(by: names.sorted())) }
    if let containers = users.staying[image.id] { return .keep(.inUse(by: containers)) }
    if let reason = lists.keep(image) { return .keep(reason) }
    let exception = selector.exception(of: image)
    if let reason = exception.keep { return .keep(reason) }
    // Without them, a tag that was just put on it would count for nothing.
    if image.details == .unavailable, policy.needsImageDetails { return .keep(.unknown(.image)) }
    var asksWhenItCame = false
    for (filter, limit) in bounds {
      switch dates.cameBefore(limit, image) {
      case .yes: break
      case .no, .unknown: return .keep(.unknown(.filter(filter)))
      case .notAsked: asksWhenItCame = true
      }
    }
    let needsDetails = image.details == .notAsked && policy.needsImageDetails
    return selection.asks || exception.asks || needsDetails || asksWhenItCame ? .notAsked : .eligible
  }

  /// The references that the policy takes off: all, or those that its `reference=` filters match.
  func references(of image: Image) -> [String] {
    let all = image.removableReferences
    guard policy.filters.uses(.reference) else { return all }
    let globs = policy.filters.all.compactMap { if case .reference(let glob) = $0 { glob } else { nil } }
    return all.filter { reference in globs.contains { $0.matches(reference: reference) } }
  }
}

extension Image {
  /// What has to be taken off it one by one: its tags, and digests of repositories of which it has no tag.
  package var removableReferences: [String] {
    guard !digests.isEmpty else { return tags }
    let tagged = Set(tags.map { Reference($0).repository })
    return tags + digests.filter { !tagged.contains(Reference($0).repository) }
  }
}
