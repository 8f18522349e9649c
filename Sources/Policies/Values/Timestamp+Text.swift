extension Timestamp {
  /// Reads RFC 3339 as engines write it (`2026-11-23T22:07:00.58068436Z`, `…+01:00`), and the shorter forms
  /// that Docker's `until` takes (`2026-11-23T22:07:00`, `2026-11-23T22:07`, `2026-11-23`), those in UTC.
  ///
  /// `nil` for anything else, and for times before 1970, which engines use to say "never".
  package init?(rfc3339 text: some StringProtocol) {
    var scanner = Digits(rest: Array(text.utf8)[...])
    guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
      let day = scanner.number(2), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var seconds = daysFromCivil(year, month, day) * 86400
    var fraction = 0
    if !scanner.atEnd {
      guard scanner.take("T") || scanner.take(" "), let hour = scanner.number(2), scanner.take(":"),
        let minute = scanner.number(2), hour < 24, minute < 60
      else { return nil }
      seconds += hour * 3600 + minute * 60
      if scanner.take(":") {
        guard let second = scanner.number(2), second <= 60 else { return nil }
        seconds += second
        if scanner.take(".") {
          guard let nanos = scanner.fraction() else { return nil }
          fraction = nanos
        }
      }
      if !scanner.atEnd, !scanner.take("Z"), !scanner.take("z") {
        let sign = scanner.take("+") ? -1 : scanner.take("-") ? 1 : 0
        guard sign != 0, let hours = scanner.number(2), scanner.take(":"), let minutes = scanner.number(2),
          hours < 24, minutes < 60
        else { return nil }
        seconds += sign * (hours * 3600 + minutes * 60)
      }
      guard scanner.atEnd else { return nil }
    }
    guard let whole = Timestamp(unixSeconds: Int64(seconds)), whole.nanoseconds < Int64.max - 1_000_000_000
    else { return nil }
    self.init(nanoseconds: whole.nanoseconds + Int64(fraction))
  }

  /// `2026-11-23T03:00:04Z`: RFC 3339 in UTC, to the second.
  package var rfc3339: String {
    let seconds = Int(floorDivided(nanoseconds, by: 1_000_000_000))
    let days = Int(floorDivided(Int64(seconds), by: 86400))
    let (year, month, day) = civilFromDays(days)
    let rest = seconds - days * 86400
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(year)-\(two(month))-\(two(day))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }
}

private func floorDivided(_ dividend: Int64, by divisor: Int64) -> Int64 {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}

/// Reads decimal digits off the front of a text.
private struct Digits {
  var rest: ArraySlice<UInt8>
  var atEnd: Bool { rest.isEmpty }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  mutating func number(_ count: Int) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
      rest = rest.dropFirst()
    }
    return value
  }

  /// One or more digits as nanoseconds; digits past the ninth are dropped.
  mutating func fraction() -> Int? {
    var value = 0
    var count = 0
    while let byte = rest.first, (0x30...0x39).contains(byte) {
      if count < 9 { value = value * 10 + Int(byte - 0x30) }
      count += 1
      rest = rest.dropFirst()
    }
    guard count > 0 else { return nil }
    for _ in min(count, 9)..<9 { value *= 10 }
    return value
  }
}

/// Days from 1970-01-01 of a date of the proleptic Gregorian calendar (Howard Hinnant's `days_from_civil`).
func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int {
  let y = month <= 2 ? year - 1 : year
  let era = (y >= 0 ? y : y - 399) / 400
  let yearOfEra = y - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

/// The inverse of `daysFromCivil`.
func civilFromDays(_ days: Int) -> (year: Int, month: Int, day: Int) {
  let z = days + 719_468
  let era = (z >= 0 ? z : z - 146_096) / 146_097
  let dayOfEra = z - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let m = (5 * dayOfYear + 2) / 153
  let month = m < 10 ? m + 3 : m - 9
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * m + 2) / 5 + 1)
}
