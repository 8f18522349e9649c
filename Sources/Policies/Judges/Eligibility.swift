/// What can be said of an object before ranks and ages.
enum Eligibility: Hashable {
  case eligible
  case keep(KeepReason)
  /// An inspection has to tell.
  case notAsked
}
