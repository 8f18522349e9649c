/// Which dates of creation tell when an image was built, and what counts where they do not.
struct ImageDates {
  private let memory: Memory
  private let now: Timestamp
  /// Images whose dates are equal as far as the list has them, by that date; only where there are several.
  private let groups: [Timestamp: Group]

  /// Images with one date in a list, which cuts it to the second.
  fileprivate enum Group {
    /// The details of these would tell whether it is one date.
    case notAsked(Set<ImageID>)
    /// Those that share their whole date with an image that came at another time.
    case known(sharers: Set<ImageID>)
  }

  init(_ images: [Image], _ index: ImageIndex, _ memory: Memory, now: Timestamp) {
    self.memory = memory
    self.now = now
    // What the legacy builder left on its way is no image that came by itself.
    let whole = images.filter { $0.created != nil && !($0.removableReferences.isEmpty && index.children[$0.id] != nil) }
    groups = Dictionary(grouping: whole) { $0.created ?? .lastMadeUp }
      .compactMapValues { $0.count > 1 ? Group($0, memory) : nil }
  }

  /// Why the date of creation says nothing; `nil` where it counts, or where nobody knows yet.
  func flaw(of image: Image) -> DateFlaw? {
    if let flaw = image.obviousFlaw(now: now) { return flaw }
    guard let created = image.created, case .known(let sharers) = groups[created], sharers.contains(image.id) else {
      return nil
    }
    return .shared
  }

  /// The images whose details have to be known before the date of this one can count, or something in its stead.
  func unasked(for image: Image) -> Set<ImageID> {
    if image.obviousFlaw(now: now) != nil { return image.details == .notAsked ? [image.id] : [] }
    guard let created = image.created, case .notAsked(let ids) = groups[created] else { return [] }
    return ids
  }

  /// The instant that `since = "created"` counts from, and what it is of, where it is not the date of creation.
  func origin(of image: Image) -> (instant: Timestamp?, standIn: StandIn?) {
    guard let flaw = flaw(of: image), let date = image.details.value?.created ?? image.created else {
      return (image.createdAtLatest, nil)
    }
    // What lost its tag since is no older than that, whoever may want it back.
    let untagged = image.tags.isEmpty ? memory.images[image.id]?.firstUntagged : nil
    let evidence: [(Timestamp?, StandIn.Evidence)] = [
      (memory.images[image.id]?.firstSeen, .firstSeen), (image.details.value?.tagged, .tagged), (untagged, .untagged),
    ]
    let known = evidence.compactMap { instant, what in instant.map { (instant: $0, what: what) } }
    // Without janitor's own sight of it, nobody can tell.
    guard evidence[0].0 != nil, var latest = known.first else { return (nil, nil) }
    for other in known.dropFirst() where other.instant > latest.instant { latest = other }
    return (latest.instant, StandIn(latest.what, date: date, flaw: flaw))
  }

  /// Whether an image whose date is made up came before `limit`; of others, whoever compared the dates has said it.
  func cameBefore(_ limit: Timestamp?, _ image: Image) -> Truth {
    guard image.obviousFlaw(now: now) == .madeUp else { return .yes }
    guard let limit, let firstSeen = memory.images[image.id]?.firstSeen else { return .unknown }
    if firstSeen >= limit { return .no }
    return image.details == .notAsked ? .notAsked : Truth(origin(of: image).instant.map { $0 < limit } ?? false)
  }

  /// What tells which of two images is newer where they are of one age: their dates of creation, and where these say
  /// nothing, when they came here.
  func recency(of image: Image) -> [Timestamp?] {
    let came = image.arrivals(memory)
    let arrival = came.compactMap { $0 }.max()
    return [flaw(of: image) == nil ? image.createdAtLatest : arrival] + came
  }
}

extension ImageDates.Group {
  init(_ images: [Image], _ memory: Memory) {
    let unasked = images.filter { $0.details == .notAsked }.map(\.id)
    guard unasked.isEmpty else {
      self = .notAsked(Set(unasked))
      return
    }
    // Where an engine does not tell one of them whole, it may be any of the others.
    let isExact = images.allSatisfy { $0.details.value?.created != nil }
    let same = Dictionary(grouping: images) { isExact ? $0.details.value?.created : nil }.values
    let shared = same.filter { images in Set(images.map { $0.arrivals(memory) }).count > 1 }
    self = .known(sharers: Set(shared.joined().map(\.id)))
  }
}

extension Image {
  /// When it came here, as far as anybody knows: tagged, first seen by janitor.
  fileprivate func arrivals(_ memory: Memory) -> [Timestamp?] {
    [details.value?.tagged, memory.images[id]?.firstSeen]
  }
}
