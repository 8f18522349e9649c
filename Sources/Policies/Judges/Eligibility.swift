/// What can be said of an object before ranks and ages.
enum Eligibility: Hashable {
  case eligible
  case keep(KeepReason)
  /// An inspection has to tell.
  case notAsked
}

extension Eligibility {
  /// What could not be looked at stays, unless the list alone keeps it already.
  func butFor(_ unseen: Unseen?) -> Eligibility {
    guard let unseen else { return self }
    switch self {
    case .eligible, .notAsked, .keep(.unknown): return .keep(.unseen(unseen))
    case .keep: return self
    }
  }
}
