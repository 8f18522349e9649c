/// An image that a policy takes, and the references by which it does.
struct TakenImage: Hashable {
  var image: Image
  var references: [String]
  /// Those that an earlier policy takes.
  var takenBefore: [String]
  /// Whether that leaves nothing of it.
  var isWhole: Bool { takenBefore.count + references.count == image.removableReferences.count }
}

extension Planner {
  /// What the image policies take, in order; each reference goes by the first policy that takes it, and the image with
  /// the last.
  func sweepImages(
    _ inventory: Inventory, _ memory: Memory, _ index: ImageIndex, _ users: ImageUsers, _ projects: Projects,
    now: Timestamp, _ wanted: inout Wanted
  ) -> (sweeps: [Sweep<TakenImage>], removals: ImageRemovals, kept: [Kept]) {
    let filters = ImageFilters(index, now: now)
    let dates = ImageDates(inventory.images, index, memory, now: now)
    let lists = ManifestLists(inventory.images)
    var whole: Set<ImageID> = []
    var taken: [ImageID: [String]] = [:]
    var sweeps: [Sweep<TakenImage>] = []
    var kept: [Kept] = []
    func keep(_ image: Image, _ policy: Policy, _ reason: KeepReason) {
      guard reason != .notSelected else { return }
      kept.append(Kept(image, policy, reason))
    }
    for policy in policies where policy.target == .images {
      let judge = ImageJudge(policy, protection, users, lists, projects, filters, dates)
      /// The references by which this policy takes an image, without those that an earlier one takes.
      func references(of image: Image) -> [String] {
        let before = taken[image.id] ?? []
        return judge.references(of: image).filter { !before.contains($0) }
      }
      var eligible: [Image] = []
      for image in inventory.images where !whole.contains(image.id) {
        switch judge.eligibility(of: image) {
        case .eligible:
          let unasked = policy.unasked(for: image, dates, memory, now: now)
          wanted.imageDetails.formUnion(unasked)
          if unasked.isEmpty { eligible.append(image) }
        case .keep(let reason): keep(image, policy, reason)
        case .notAsked: wanted.imageDetails.insert(image.id)
        }
      }
      wanted.imageDetails.formUnion(policy.comparedImages(index).filter { _ in !wanted.imageDetails.isEmpty })
      eligible.removeAll { taken[$0.id] != nil && references(of: $0).isEmpty }
      let rulings = policy.rule(
        eligible.map { policy.candidate($0, references(of: $0), memory, dates) }, now: now)
      for image in eligible.sorted(by: oldestFirst) {
        switch rulings[image.id] {
        case .sweep(let elapsed, let standIn, let rank):
          let object = TakenImage(
            image: image, references: references(of: image), takenBefore: taken[image.id] ?? [])
          taken[image.id, default: []] += object.references
          if object.isWhole { whole.insert(image.id) }
          sweeps.append(
            Sweep(
              policy: policy, object: object,
              reason: SweepReason(
                condition: condition(of: image, users), elapsed: elapsed, origin: policy.since,
                standIn: standIn, limit: policy.ageLimit, beyond: rank)))
        case .keep(let reason): keep(image, policy, reason)
        case nil: break
        }
      }
    }
    if !sweeps.isEmpty { wanted.manifestForms = lists.unread }
    let removals = ImageRemovals(whole, index, users, lists, protection)
    sweeps.removeAll { sweep in
      guard sweep.object.isWhole, !removals.goes(sweep.object.image.id) else { return false }
      keep(sweep.object.image, sweep.policy, .hasChildren(removals.stayingChildren(of: sweep.object.image.id)))
      return true
    }
    return (sweeps, removals, kept)
  }

  private func condition(of image: Image, _ users: ImageUsers) -> SweepReason.Condition {
    if let containers = users.leaving[image.id] { return .freed(by: containers.sorted()) }
    return image.tags.isEmpty ? .dangling : .unused
  }
}

extension Policy {
  /// - Parameter references: those by which the policy takes the image; other tags put it into no repository's group.
  fileprivate func candidate(
    _ image: Image, _ references: [String], _ memory: Memory, _ dates: ImageDates
  ) -> Candidate<ImageID> {
    let groups: [String]? =
      switch keepLast?.grouping {
      case nil: [""]
      case .label(let key): image.labels[key].map { [$0] }
      case .repository: references.isEmpty ? nil : Set(references.map { Reference($0).repository }).sorted()
      case .composeService: composeService(image.labels).map { [$0] }
      case .network: nil
      }
    let (origin, standIn) = image.instant(of: since, memory, dates)
    // Of an age that is made of several dates, none of them says alone which image came last.
    let recency = keepLast == nil ? [] : dates.recency(of: image)
    return Candidate(
      id: image.id, origin: origin, recency: since == .created ? recency : [origin] + recency, standIn: standIn,
      groups: groups)
  }

  /// The images that `before=` and `since=` compare with: their exact date may have to be asked for as well.
  fileprivate func comparedImages(_ index: ImageIndex) -> [ImageID] {
    (filters.all + exceptions).compactMap { filter in
      switch filter {
      case .before(let reference), .since(let reference): index.resolve(reference)
      default: nil
      }
    }.filter { index[$0]?.details == .notAsked }
  }
}
