/// Judges the filters of one kind of object as Docker does.
protocol FilterJudge<Object> {
  associatedtype Object
  /// A test that says whether an object matches one filter.
  func test(_ filter: Filter) -> (Object) -> Truth
}

extension FilterJudge {
  /// A test that says whether an object matches the whole set.
  func test(_ filters: FilterSet) -> (Object) -> Truth {
    guard !filters.isContradictory else { return { _ in .no } }
    let tests = filters.alternatives.map { key, filters -> (Object) -> Truth in
      let alternatives = filters.map(test)
      switch key {
      case .label, .notLabel, .before, .since, .until: return { object in .all(alternatives.lazy.map { $0(object) }) }
      default: return { object in .any(alternatives.lazy.map { $0(object) }) }
      }
    }
    return { object in .all(tests.lazy.map { $0(object) }) }
  }
}

extension FilterSet {
  /// Whether a yes-or-no filter is there both ways: an engine refuses that, or takes one of the two.
  fileprivate var isContradictory: Bool {
    let flags: [FilterKey] = [.dangling, .isTask, .managed, .anonymous, .inUse, .shared, .isPrivate]
    return flags.contains { Set(groups[$0] ?? []).count > 1 }
  }

  /// Docker takes a container that matches either, when both `publish` and `expose` are given.
  fileprivate var alternatives: [FilterKey: [Filter]] {
    var groups = groups
    if let expose = groups[.expose], groups[.publish] != nil {
      groups[.publish]?.append(contentsOf: expose)
      groups[.expose] = nil
    }
    return groups
  }
}

/// What a policy says of objects by its filters and exceptions, the same for every kind.
struct Selector<Object> {
  private let selects: (Object) -> Truth
  private let exceptions: [(filter: Filter, test: (Object) -> Truth)]
  private let first: Fact

  init(_ policy: Policy, _ filters: some FilterJudge<Object>) {
    selects = filters.test(policy.filters)
    exceptions = policy.exceptions.map { ($0, filters.test($0)) }
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
