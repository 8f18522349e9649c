import History
import Policies

/// What the ledger has of a span of time, as far as a report page tells it.
struct PastView {
  var since: Timestamp?
  var until: Timestamp?
  var byDay: Report
  var byPolicy: Report
  var byTarget: Report
  /// Steps that failed or whose end nobody knows, the newest first; at most as many as `mostFailures`.
  var failures: [PastStep]
  /// Of the engine with the newest run.
  var engine: RecordedEngine?
  var disk: [DiskSample]

  static let mostFailures = 50

  init(_ ledger: Ledger, since: Timestamp?, until: Timestamp?) throws(LedgerError) {
    self.since = since
    self.until = until
    func report(_ grouping: ReportGrouping) throws(LedgerError) -> Report {
      try ledger.report(since: since, until: until, by: grouping, includeDryRuns: false)
    }
    byDay = try report(.day)
    byPolicy = try report(.policy)
    byTarget = try report(.target)
    var filter = HistoryFilter()
    (filter.since, filter.until, filter.limit) = (since, until, Self.mostFailures)
    filter.outcome = "failed"
    let failed = try ledger.steps(filter)
    filter.outcome = "unknown"
    let unknown = try ledger.steps(filter)
    failures = Array(
      (failed + unknown).sorted { ($1.run.rawValue, $0.step.number) < ($0.run.rawValue, $1.step.number) }
        .prefix(Self.mostFailures))
    engine = try ledger.engines().first
    disk =
      try engine.map { engine throws(LedgerError) in
        try ledger.diskSamples(engine: engine.key, since: since, until: until)
      } ?? []
  }

  /// What was reclaimed on each day, or in each week or longer where there are many; days of nothing among them.
  func spans(now: Timestamp) -> [(label: String, bytes: Int64)] {
    let day: Int64 = 86_400
    let days = byDay.rows.compactMap { row in
      Timestamp(rfc3339: "\(row.key)T00:00:00Z").map { (Int64($0.unixSeconds) / day, row.reclaimedBytes) }
    }
    guard let first = days.map(\.0).min(), let newest = days.map(\.0).max() else { return [] }
    let begin = since.map { min(first, Int64($0.unixSeconds) / day) } ?? first
    let end = max(newest, Int64((until ?? now).unixSeconds) / day)
    let most: Int64 = 92
    let size = max(1, (end - begin + most) / most)
    let sums = Dictionary(grouping: days) { ($0.0 - begin) / size }.mapValues { $0.map(\.1).reduce(0, &+) }
    func date(_ day: Int64) -> String {
      String((Timestamp(unixSeconds: day * 86_400) ?? now).rfc3339.prefix(10))
    }
    return (0...(end - begin) / size).map { place in
      let start = begin + place * size
      let label = size == 1 ? date(start) : "\(date(start)) to \(date(min(end, start + size - 1)))"
      return (label, sums[place] ?? 0)
    }
  }
}
