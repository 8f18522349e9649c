/// What a policy says of objects by its filters and exceptions, the same for every kind.
struct Selector<Object> {
  private let selects: (Object) -> Truth
  private let exceptions: [(filter: Filter, test: (Object) -> Truth)]
  private let first: Fact

  init(_ policy: Policy, _ filters: some FilterJudge<Object>) {
    selects = filters.test(policy.filters)
    exceptions = policy.exceptions.map { ($0, filters.exception($0)) }
    first = policy.filters.all.first.map(Fact.filter) ?? .state
  }

  /// Why it is not selected, if so; and whether that hangs on something that was not asked yet.
  func selection(of object: Object) -> (keep: KeepReason?, asks: Bool) {
    switch selects(object) {
    case .yes: (nil, false)
    case .notAsked: (nil, true)
    case .no: (.notSelected, false)
    case .unknown: (.unknown(first), false)
    }
  }

  /// Which exception keeps it, if one does; and whether that hangs on something that was not asked yet.
  func exception(of object: Object) -> (keep: KeepReason?, asks: Bool) {
    var asks = false
    for (filter, test) in exceptions {
      switch test(object) {
      case .yes: return (.excepted(filter), false)
      case .unknown: return (.unknown(.filter(filter)), false)
      case .notAsked: asks = true
      case .no: break
      }
    }
    return (nil, asks)
  }
}
