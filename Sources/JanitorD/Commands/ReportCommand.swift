import ArgumentParser
import History
import Housekeeping
import JanitorConfiguration
import Wording

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Tells what was reclaimed.",
    discussion: """
      EXAMPLES:
        janitor report --since 7d
        janitor report --by day --since 2026-11-01
        janitor report --by run --format json
        janitor report --since 30d --format markdown --output /srv/www/janitor.md
        janitor report --since 90d --format html --output report.html
        janitor report --format prometheus --output /var/lib/prometheus/node-exporter/janitor.prom
      """)

  @OptionGroup var period: PeriodOptions

  @Option(help: "One row for each policy, target, day, engine or run.")
  var by: ReportGrouping = .policy

  @Flag(help: "Count what dry runs would have done as well.")
  var includeDryRuns = false

  @Option(
    help: """
      A table for people, json for programs, csv for spreadsheets, markdown for pages, html for a page of its own with \
      charts and what the host holds now, or prometheus for node_exporter's textfile collector: counters over the whole \
      ledger, which take no --since and --until, and how the last attempt at a run ended.
      """)
  var format: ReportFormat = .table

  @Option(
    help: "Write to this file, all at once, instead of standard output; a file that is there keeps its owner and mode.",
    completion: .file())
  var output: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    switch format {
    case .table, .json, .csv, .markdown: break
    case .html:
      if by != .policy || includeDryRuns {
        throw ValidationError("--format html has all groupings of what was done; leave out --by and --include-dry-runs")
      }
    case .prometheus:
      if period.since != nil || period.until != nil || by != .policy || includeDryRuns {
        throw ValidationError(
          "--format prometheus counts the whole ledger; leave out --since, --until, --by and --include-dry-runs")
      }
    }
  }

  func run() async throws {
    if format == .prometheus { return try metrics() }
    // A person who asks for the ledger by name needs no configuration.
    let path = try common.history ?? Settings.ledgerPath(common, Settings.load(common.config))
    let ledger = try Ledger(reading: path)
    let text =
      switch format {
      case .html: try await page(ledger, path)
      case .table, .json, .csv, .markdown, .prometheus: try table(ledger)
      }
    try write(text)
  }

  private func write(_ text: String) throws {
    guard let output else { return Console.result(text) }
    do {
      try AtomicFile.write(text + "\n", to: output, mask: Environment.mask)
    } catch {
      throw Failure(.internalError, "\(Format.safe(output)) cannot be written: \(error.reason)")
    }
  }

  /// What was done is told whether or not the engine can say what it holds.
  private func page(_ ledger: Ledger, _ path: String) async throws -> String {
    let (since, until) = period.bounds(HostClock.now)
    let past = try PastView(ledger, since: since, until: until)
    let host: Result<HostView, Failure>
    do {
      let settings = try Settings.load(common.config)
      host = .success(
        try await Settings.withEngine(common, settings) { engine in
          try await HostView.survey(engine, ledger: path, settings)
        })
    } catch {
      guard let failure = Failure(error) else { throw error }
      host = .failure(failure)
    }
    return try ReportPage(past, host: host, now: HostClock.now).html
  }

  /// Whatever is broken, monitoring is told of the last attempt: a mistake in the configuration and a ledger that is not
  /// there, or cannot be read, take away only what they would have told.
  private func metrics() throws {
    var settings = Configuration()
    do { settings = try Settings.load(common.config) } catch {
      // A person who asks for the ledger by name needs no configuration.
      if common.history == nil { Console.note("janitor: \(Failure(error)?.message ?? "")", .warning) }
    }
    let path = try Settings.ledgerPath(common, settings)
    var metrics = Prometheus(
      policies: settings.policies, attempt: Environment.attempt ?? Attempt.last(beside: path), version: Janitor.version)
    var trouble: LedgerError?
    do throws(LedgerError) { metrics.metrics = try Ledger(reading: path).metrics() } catch {
      if case .absent = error {} else { trouble = error }
    }
    try write(metrics.text)
    if let trouble { throw trouble }
  }

  private func table(_ ledger: Ledger) throws -> String {
    let (since, until) = period.bounds(HostClock.now)
    let report = try ledger.report(since: since, until: until, by: by, includeDryRuns: includeDryRuns)
    let table = ReportTable(
      report, by: by, since: since, until: until, style: output == nil ? common.style : .plain)
    return switch format {
    case .table, .prometheus, .html: table.text
    case .markdown: table.markdown
    case .csv: table.csv
    case .json: try JSON.text(ReportDocument(report, by: by, since: since, until: until))
    }
  }
}

enum ReportFormat: String, ExpressibleByArgument, CaseIterable { case table, json, csv, markdown, html, prometheus }

extension ReportGrouping: ExpressibleByArgument {}
