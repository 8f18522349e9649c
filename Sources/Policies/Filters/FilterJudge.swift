/// Judges the filters of one kind of object as Docker does.
protocol FilterJudge<Object> {
  associatedtype Object
  /// A test that says whether an object matches one filter.
  func test(_ filter: Filter) -> (Object) -> Truth
  /// A test that says whether an object is spared by one filter of `except`.
  func exception(_ filter: Filter) -> (Object) -> Truth
}

extension FilterJudge {
  func exception(_ filter: Filter) -> (Object) -> Truth { test(filter) }

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
