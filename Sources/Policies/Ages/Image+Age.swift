extension Image {
  func instant(of origin: AgeOrigin, _ memory: Memory, _ dates: ImageDates) -> (instant: Timestamp?, standIn: StandIn?)
  {
    switch origin {
    case .created: return dates.origin(of: self)
    case .tagged: return (details.value?.tagged, nil)
    case .lastUsed:
      guard let sighting = memory.images[id] else { return (nil, nil) }
      return ([sighting.firstSeen, sighting.lastInUse, details.value?.tagged].compactMap { $0 }.max(), nil)
    case .finished, .started, .unused: return (nil, nil)
    }
  }

  /// The latest instant at which it can have been built: lists cut the time to the second.
  var createdAtLatest: Timestamp? {
    details.value?.created ?? created?.advanced(by: .milliseconds(999))
  }
}

extension Policy {
  /// Whether it looks at ages at all.
  private var usesAges: Bool { olderThan != nil || keepLast != nil }

  /// Whether the list of images does not tell enough for its age.
  var needsImageDetails: Bool { usesAges && (since == .tagged || since == .lastUsed) }

  /// The images of which more has to be known before this one's date of creation can count.
  func unasked(for image: Image, _ dates: ImageDates, _ memory: Memory, now: Timestamp) -> Set<ImageID> {
    guard usesAges, since == .created else { return [] }
    if keepLast == nil, let limit = olderThan {
      let counts = image.obviousFlaw(now: now) == nil ? image.created : memory.images[image.id]?.firstSeen
      // Too young already, whatever else there is to be found.
      if let counts, counts.duration(to: now) <= limit { return [] }
    }
    return dates.unasked(for: image)
  }
}
