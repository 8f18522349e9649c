import History
import Policies

/// `report --format json`, schema `janitor.report/1`: the keys are a promise.
struct ReportDocument: Encodable {
  struct Row: Encodable {
    var key: String
    var runs: Int
    var done: Int
    var skipped: Int
    var failed: Int
    var unknown: Int
    /// Of what was done.
    var predictedBytes: Int64
    var reclaimedBytes: Int64
  }
  struct Totals: Encodable {
    var runs: Int
    var done: Int
    var skipped: Int
    var failed: Int
    var unknown: Int
    /// Of what was done.
    var predictedBytes: Int64
    var reclaimedBytes: Int64
  }

  var schema = "janitor.report/1"
  @Null var since: String?
  @Null var until: String?
  var by: String
  var rows: [Row]
  var totals: Totals

  init(_ report: Report, by: ReportGrouping, since: Timestamp?, until: Timestamp?) {
    _since = Null(wrappedValue: since?.rfc3339)
    _until = Null(wrappedValue: until?.rfc3339)
    self.by = by.rawValue
    rows = report.rows.map {
      Row(
        key: $0.key, runs: $0.runs, done: $0.done, skipped: $0.skipped, failed: $0.failed, unknown: $0.unknown,
        predictedBytes: $0.predictedBytes, reclaimedBytes: $0.reclaimedBytes)
    }
    let sum = report.totals
    totals = Totals(
      runs: sum.runs, done: sum.done, skipped: sum.skipped, failed: sum.failed, unknown: sum.unknown,
      predictedBytes: sum.predictedBytes, reclaimedBytes: sum.reclaimedBytes)
  }
}
