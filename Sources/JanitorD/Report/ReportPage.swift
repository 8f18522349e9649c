import EngineClient
import History
import Housekeeping
import Policies
import Wording

/// The report as one page that needs nothing but itself: no script, no picture and no font from elsewhere.
///
/// `Template` escapes every text; hostile ones are made visible before, as in tables.
struct ReportPage {
  private let past: PastView
  /// What the host holds, or why nobody can say.
  private let host: Result<HostView, Failure>
  private let now: Timestamp

  init(_ past: PastView, host: Result<HostView, Failure>, now: Timestamp) {
    self.past = past
    self.host = host
    self.now = now
  }

  var html: String {
    get throws {
      let partials = [
        "bars": PackageResources.bars_mustache, "curve": PackageResources.curve_mustache,
        "stack": PackageResources.stack_mustache,
      ]
      return try Template(String(decoding: PackageResources.report_mustache, as: UTF8.self))
        .render(
          Page(past, host, now: now),
          partials: try partials.mapValues { try Template(String(decoding: $0, as: UTF8.self)) })
    }
  }
}

/// What the template `report.mustache` writes down: texts and numbers as they are shown.
private struct Page {
  struct Tile {
    var label: String
    var value: String
    var note: String
    var emphasis: String?
  }
  struct Group {
    var id: String
    var title: String
    var column: String
    var rows: [Row]
  }
  struct Row {
    var name: String
    var runs: Int
    var done: Int
    var troubles: String
    var predicted: String
    var reclaimed: String
    var predictedShare: String
    var reclaimedShare: String
  }
  struct FailureRow {
    var run: String
    var at: String
    var what: String
    var policy: String
    var outcome: String
    var emphasis: String
    var why: String
  }
  struct Host {
    var engine: String
    var next: String
    var missing: [Missing]
    var kinds: Chart
    var kindRows: [Amount]
    var holders: [Amount]
    var kept: [KeptRow]
  }
  /// What the engine did not give.
  struct Missing {
    var what: String
  }
  struct Amount {
    var name: String
    var objects: String
    var bytes: String
    var share = "0"
  }
  struct KeptRow {
    var name: String
    var kind: String
    var bytes: String
    var why: String
  }

  let title: String
  let period: String
  let made: String
  let version = Janitor.version
  let engines: String?
  let tiles: [Tile]
  let time: Chart?
  let groups: [Group]
  let failures: [FailureRow]
  let hasFailures: Bool
  let moreFailures: String?
  let forecast: String
  let disk: Chart?
  let host: Host?
  let noHost: String?

  init(_ past: PastView, _ host: Result<HostView, Failure>, now: Timestamp) {
    let view = try? host.get()
    let place = view?.engine.host.description ?? past.engine?.host
    title = Format.safe("janitor report" + (place.map { ": \($0)" } ?? ""))
    period = Self.period(past)
    made = now.rfc3339
    engines = (past.engine?.id).map(Format.safe)
    var samples = past.disk
    // What the disk is like now belongs to a report that reaches to now.
    if past.until == nil, let disk = view?.disk { samples.append(DiskSample(disk, at: now)) }
    let forecast = Forecast(samples)
    tiles = Self.tiles(past, view, forecast)
    time = Self.time(past, now)
    groups = [
      Group(id: "policies", title: "By policy", column: "Policy", rows: Self.rows(past.byPolicy)),
      Group(id: "kinds", title: "By kind", column: "Kind", rows: Self.rows(past.byTarget)),
    ]
    failures = past.failures.map(Self.failure)
    hasFailures = !failures.isEmpty
    moreFailures =
      failures.count < PastView.mostFailures
      ? nil : "The newest \(failures.count); `janitor history --outcome failed` has all."
    self.forecast = Wording.forecast(forecast, last: samples.last)
    disk = Self.curve(samples)
    self.host = view.map(Self.host)
    noHost =
      if case .failure(let failure) = host { Format.safe("Nobody can say: \(failure.message)") } else { nil }
  }

  private static func period(_ past: PastView) -> String {
    switch (past.since, past.until) {
    case (nil, nil): "All that the ledger has"
    case (let since?, nil): "Since \(since.rfc3339)"
    case (nil, let until?): "Until \(until.rfc3339)"
    case (let since?, let until?): "From \(since.rfc3339) to \(until.rfc3339)"
    }
  }

  private static func tiles(_ past: PastView, _ view: HostView?, _ forecast: Forecast) -> [Tile] {
    let totals = past.byPolicy.totals
    let bad = totals.failed + totals.unknown
    var tiles = [
      Tile(
        label: "Reclaimed", value: Format.bytes(totals.reclaimedBytes),
        note: "predicted: \(Format.bytes(totals.predictedBytes))"),
      Tile(label: "Steps done", value: "\(totals.done)", note: "in \(Format.count(totals.runs, "run"))"),
      Tile(
        label: "Failed or unknown", value: "\(bad)", note: "\(totals.skipped) skipped, since they had changed",
        emphasis: bad > 0 ? "bad" : "good"),
    ]
    if let plan = view?.plan {
      tiles.append(
        Tile(
          label: "The next run would free", value: Format.bytes(plan.predicted),
          note: Format.count(plan.steps.count, "step")))
    }
    if case .fills(_, let days) = forecast {
      tiles.append(
        Tile(
          label: "Disk full in", value: Wording.days(days), note: "at the present rate",
          emphasis: days < 14 ? "bad" : nil))
    }
    return tiles
  }

  private static func time(_ past: PastView, _ now: Timestamp) -> Chart? {
    let spans = past.spans(now: now)
    guard let first = spans.first, let last = spans.last else { return nil }
    let sum = Format.bytes(spans.map(\.bytes).reduce(0, &+))
    let most = spans.max { $0.bytes < $1.bytes }.map { "; most in \($0.label): \(Format.bytes($0.bytes))" } ?? ""
    let text = "\(sum) from \(first.label.prefix(10)) to \(last.label.suffix(10)), days in UTC\(most)"
    return .bars("over-time", "Bytes reclaimed over time", text, spans)
  }

  private static func rows(_ report: Report) -> [Row] {
    let most = Double(max(1, report.rows.map { max($0.predictedBytes, $0.reclaimedBytes) }.max() ?? 1))
    return report.rows.map { row in
      Row(
        name: Format.safe(row.key), runs: row.runs, done: row.done,
        troubles: Wording.troubles(skipped: row.skipped, failed: row.failed, unknown: row.unknown) ?? "-",
        predicted: Format.bytes(row.predictedBytes), reclaimed: Format.bytes(row.reclaimedBytes),
        predictedShare: Chart.number(100 * Double(row.predictedBytes) / most),
        reclaimedShare: Chart.number(100 * Double(row.reclaimedBytes) / most))
    }
  }

  private static func failure(_ past: PastStep) -> FailureRow {
    FailureRow(
      run: past.run.description, at: (past.finishedAt ?? past.startedAt)?.rfc3339 ?? "",
      what: Format.safe("\(past.step.action) \(past.step.target) \(past.step.objectName)"),
      policy: Format.safe(past.step.policy), outcome: past.outcome, emphasis: past.outcome == "failed" ? "bad" : "warn",
      why: Format.safe(past.error ?? past.step.reason))
  }

  private static func curve(_ samples: [DiskSample]) -> Chart? {
    guard samples.count >= 2, let first = samples.first, let last = samples.last else { return nil }
    let text =
      "\(Format.bytes(first.used.bytes)) used at first, \(Format.bytes(last.used.bytes)) at last, of "
      + Format.bytes(last.size.bytes)
    return .curve(
      "disk-used", "Bytes used on the engine's disk after each run", text,
      samples.map { ($0.at.unixSeconds, $0.used.bytes) }, limit: last.size.bytes,
      ends: (first.at.rfc3339, last.at.rfc3339))
  }

  private static func host(_ view: HostView) -> Host {
    let known = view.kinds.map { (label: $0.target.rawValue, bytes: $0.bytes?.bytes ?? 0) }
    let sum = Format.bytes(known.map(\.bytes).reduce(0, &+))
    let most = Double(max(1, view.holdings.first?.bytes.bytes ?? 1))
    let shown = 15
    let rest = view.holdings.dropFirst(shown)
    var holders = view.holdings.prefix(shown).map { holding in
      Amount(
        name: Format.safe(Wording.holder(holding.holder)), objects: holding.objects > 0 ? "\(holding.objects)" : "-",
        bytes: Format.bytes(holding.bytes.bytes), share: Chart.number(100 * Double(holding.bytes.bytes) / most))
    }
    if !rest.isEmpty {
      holders.append(
        Amount(
          name: "\(rest.count) more", objects: "\(rest.map(\.objects).reduce(0, +))",
          bytes: Format.bytes(rest.map(\.bytes).reduce(.zero, +).bytes)))
    }
    let steps = Format.count(view.plan.steps.count, "step")
    // The build cache comes with what everything takes.
    let lists = Target.allCases.filter { $0 != .buildCache }
    let missing =
      lists.compactMap { list in view.missing[list].map { Wording.unlisted(list, $0) } }
      + [view.unmeasured.map(Wording.unmeasured)].compactMap { $0 }
    return Host(
      engine: view.engine.words,
      next: view.plan.steps.isEmpty
        ? "The next run would do nothing."
        : "The next run would take \(steps) and free \(Format.bytes(view.plan.predicted)).",
      missing: missing.map { Missing(what: Format.safe($0)) },
      kinds: .stack("by-kind", "What the host holds, by kind", "\(sum) in all", known),
      kindRows: view.kinds.map {
        Amount(
          name: $0.target.rawValue, objects: "\($0.objects)", bytes: $0.bytes.map { Format.bytes($0.bytes) } ?? "-")
      }, holders: holders,
      kept: view.kept.prefix(shown).map {
        KeptRow(
          name: Format.safe($0.name), kind: $0.target.singular, bytes: Format.bytes($0.bytes.bytes),
          why: Format.safe(Wording.stays($0.reason, $0.situation)))
      })
  }
}
