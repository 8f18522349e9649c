extension Container {
  /// The instant that an age counts from; `nil` where it never came or is not known.
  func instant(of origin: AgeOrigin) -> Timestamp? {
    switch origin {
    case .finished: details.value?.finished
    case .started: details.value?.started
    case .created: createdAtLatest
    case .lastUsed, .tagged, .unused: nil
    }
  }

  /// The latest instant at which it can have been created: lists cut the time to the second.
  var createdAtLatest: Timestamp? {
    details.value?.created ?? created?.advanced(by: .milliseconds(999))
  }
}
