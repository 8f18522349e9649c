/// An instant, or so long before now.
package enum Cutoff: Hashable, Sendable {
  case instant(Timestamp)
  case ago(Duration)
}

extension Cutoff {
  /// As Docker's `until`: a duration before now, Unix seconds with or without a fraction, or an RFC 3339 time or date.
  /// A time within the first second of 1970 is none: engines write it for "never".
  package init?(_ text: String) {
    if let duration = Duration(text: text) {
      self = .ago(duration)
    } else if let seconds = Double(text), seconds >= 1, seconds < 9e9 {
      self = .instant(Timestamp(unixSeconds: seconds))
    } else if let instant = Timestamp(rfc3339: text) {
      self = .instant(instant)
    } else {
      return nil
    }
  }
}

extension Cutoff {
  func instant(_ now: Timestamp) -> Timestamp {
    switch self {
    case .instant(let instant): instant
    case .ago(let duration): now.advanced(by: .zero - duration)
    }
  }
}
