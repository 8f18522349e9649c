package import Policies

extension Wording {
  package static func forecast(_ forecast: Forecast, last: DiskSample?) -> String {
    let now =
      last.map {
        "\(Format.bytes($0.used.bytes)) of \(Format.bytes($0.size.bytes)) are used "
          + "(\(Format.percent(Double($0.used.bytes) / Double(max(1, $0.size.bytes))))). "
      } ?? ""
    switch forecast {
    case .unknown(let samples):
      return now + "How fast it fills nobody can say yet: that takes three looks over a day, and there "
        + (samples == 1 ? "was 1." : "were \(samples).")
    case .steady: return now + "It does not fill at the present rate."
    case .fills(let perDay, let days):
      return now
        + "It fills by \(Format.bytes(Int64(perDay))) a day, after what janitor reclaims; at that rate it is full "
        + "in \(Wording.days(days))."
    }
  }

  package static func days(_ days: Double) -> String {
    switch days {
    case ..<1: "less than a day"
    case ..<730: Format.count(Int(days), "day")
    default: "more than two years"
    }
  }
}
