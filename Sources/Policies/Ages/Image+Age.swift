extension Image {
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

  /// The latest instant at which it can have been built: lists cut the time to the second.
  var createdAtLatest: Timestamp? {
    details.value?.created ?? created?.advanced(by: .milliseconds(999))
  }
}

extension Policy {
  /// Whether the list of images does not tell enough for its age.
  var needsImageDetails: Bool {
    (olderThan != nil || keepLast != nil) && (since == .tagged || since == .lastUsed)
  }
}
