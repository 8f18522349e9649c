/// What a test says of an object when facts may be missing.
enum Truth: Hashable {
  case yes
  case no
  /// A fact is missing that the engine was not asked for yet.
  case notAsked
  /// A fact is missing and will not come: such an object matches nothing, and is spared by every exception.
  case unknown

  init(_ value: Bool) { self = value ? .yes : .no }

  /// `yes` if all are; what is unknown settles it even before the rest is asked, since unknown means keep.
  static func all(_ tests: some Sequence<Truth>) -> Truth {
    var result = Truth.yes
    for test in tests {
      switch test {
      case .no: return .no
      case .unknown: result = .unknown
      case .notAsked where result == .yes: result = .notAsked
      case .yes, .notAsked: break
      }
    }
    return result
  }

  /// `yes` if any is.
  static func any(_ tests: some Sequence<Truth>) -> Truth {
    var result = Truth.no
    for test in tests {
      switch test {
      case .yes: return .yes
      case .notAsked: result = .notAsked
      case .unknown where result == .no: result = .unknown
      case .no, .unknown: break
      }
    }
    return result
  }
}

extension Lookup {
  /// Tests the value where there is one.
  func test(_ predicate: (Value) -> Bool?) -> Truth {
    switch self {
    case .notAsked: .notAsked
    case .unavailable: .unknown
    case .known(let value): predicate(value).map(Truth.init) ?? .unknown
    }
  }
}
