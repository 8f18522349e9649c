import History
import Policies
import Wording

/// A report as rows: for people, for pages, for spreadsheets.
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

  private static let counts = ["RUNS", "DONE", "SKIPPED", "FAILED", "UNKNOWN"]

  private var heading: String {
    let span = [since.map { "since \($0.rfc3339)" }, until.map { "until \($0.rfc3339)" }].compactMap { $0 }
    return "Reclaimed by \(by.rawValue)" + (span.isEmpty ? ", all time" : ", " + span.joined(separator: ", "))
  }

  private var nothing: String {
    let runs = report.totals.runs
    return runs == 0
      ? "Nothing is recorded for that time." : "\(Format.count(runs, "run")), which had nothing to do."
  }

  var text: String {
    guard !report.rows.isEmpty else { return heading + "\n\n" + nothing }
    var table = Table([.names(by.rawValue.uppercased())] + (Self.counts + ["RECLAIMED"]).map { .right($0) })
    for row in report.rows { table.add(cells(row, row.key)) }
    table.add(cells(report.totals, "total"))
    return [heading, "", table.text(style: style)].joined(separator: "\n")
  }

  var markdown: String {
    guard !report.rows.isEmpty else { return "**\(heading)**\n\n\(nothing)" }
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
    // What Markdown reads as anything is text here.
    func escaped(_ text: String) -> String {
      Format.safe(text).reduce(into: "") { $0 += "\\`*_{}[]<>|#&".contains($1) ? "\\\($1)" : "\($1)" }
    }
    let header = [by.rawValue] + Self.counts.map { $0.lowercased() } + ["reclaimed"]
    let rule = ["---"] + (header.dropFirst().map { _ in "---:" })
    let rows = report.rows.map { row in [escaped(row.key)] + cells(row, "").dropFirst() }
    let total = cells(report.totals, "**total**")
    return (["**\(heading)**", "", line(header), line(rule)] + (rows + [total]).map(line)).joined(separator: "\n")
  }

  /// RFC 4180, bytes as numbers; without the total, which a spreadsheet makes itself.
  var csv: String {
    let header = [by.rawValue] + Self.counts.map { $0.lowercased() } + ["reclaimed_bytes", "predicted_bytes"]
    let rows = report.rows.map { row in
      [row.key] + counts(row) + [row.reclaimedBytes, row.predictedBytes].map { String($0) }
    }
    return ([header] + rows).map { $0.map(Self.field).joined(separator: ",") }.joined(separator: "\r\n")
  }

  /// A spreadsheet takes what begins with one of these signs for a formula; behind an apostrophe it is text.
  private static func field(_ text: String) -> String {
    var text = Format.safe(text)
    if let first = text.first, "=+-@".contains(first) { text = "'" + text }
    let needsQuotes = text.contains { ",\"".contains($0) || $0.isNewline }
    return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  private func counts(_ row: Report.Row) -> [String] {
    [row.runs, row.done, row.skipped, row.failed, row.unknown].map(String.init)
  }

  private func cells(_ row: Report.Row, _ key: String) -> [String] {
    [key] + counts(row) + [Format.bytes(row.reclaimedBytes)]
  }
}
