import History
import Policies

/// A report for people.
struct ReportTable {
  private let report: Report
  private let by: ReportGrouping
  private let since: Timestamp?
  private let until: Timestamp?
  private let style: Style

  init(_ report: Report, by: ReportGrouping, since: Timestamp?, until: Timestamp?, style: Style) {
    self.report = report
    self.by = by
    self.since = since
    self.until = until
    self.style = style
  }

  var text: String {
    let span = [since.map { "since \($0.rfc3339)" }, until.map { "until \($0.rfc3339)" }].compactMap { $0 }
    let heading = "Reclaimed by \(by.rawValue)" + (span.isEmpty ? ", all time" : ", " + span.joined(separator: ", "))
    guard !report.rows.isEmpty else { return heading + "\n\nNothing is recorded for that time." }
    var table = Table([
      (by.rawValue.uppercased(), .left), ("RUNS", .right), ("DONE", .right), ("SKIPPED", .right), ("FAILED", .right),
      ("UNKNOWN", .right), ("RECLAIMED", .right),
    ])
    for row in report.rows { table.add(cells(row, row.key)) }
    table.add(cells(report.totals, "total"))
    return [heading, "", table.text(style: style)].joined(separator: "\n")
  }

  private func cells(_ row: Report.Row, _ key: String) -> [String] {
    [key] + [row.runs, row.done, row.skipped, row.failed, row.unknown].map(String.init)
      + [Format.bytes(row.reclaimedBytes)]
  }
}
