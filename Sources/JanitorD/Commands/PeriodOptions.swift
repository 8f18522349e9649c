import ArgumentParser
import Policies

/// From when to when somebody asks.
struct PeriodOptions: ParsableArguments {
  @Option(help: "From then on: a duration before now (7d), a date (2026-11-01) or a time (2026-11-01T03:00:00Z).")
  var since: String?

  @Option(help: "Up to then, not included.")
  var until: String?

  func validate() throws {
    for (option, text) in [("--since", since), ("--until", until)] {
      if let text, Cutoff(text) == nil {
        throw ValidationError("\(option) is a duration such as 7d, a date or a time, not '\(text)'")
      }
    }
  }

  /// Both as instants.
  func bounds(_ now: Timestamp) -> (since: Timestamp?, until: Timestamp?) { (instant(since, now), instant(until, now)) }

  private func instant(_ text: String?, _ now: Timestamp) -> Timestamp? {
    switch text.flatMap({ Cutoff($0) }) {
    case nil: nil
    case .instant(let instant): instant
    case .ago(let duration): now.advanced(by: .zero - duration)
    }
  }
}
