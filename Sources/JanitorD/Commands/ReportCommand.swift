import ArgumentParser
import History
import JanitorConfiguration

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Tells what was reclaimed.",
    discussion: """
      EXAMPLES:
        janitor report --since 7d
        janitor report --by day --since 2026-11-01
        janitor report --by run --format json
      """)

  @OptionGroup var period: PeriodOptions

  @Option(help: "One row for each policy, target, day, engine or run.")
  var by: ReportGrouping = .policy

  @Flag(help: "Count what dry runs would have done as well.")
  var includeDryRuns = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    // A person who asks for the ledger by name needs no configuration.
    let path = try common.history ?? Settings.ledgerPath(common, Settings.load(common.config))
    let (from, to) = period.bounds(Clock.now)
    let (by, includeDryRuns) = (by, includeDryRuns)
    let report = try Settings.ledger { () throws(LedgerError) in
      try Ledger(reading: path).report(since: from, until: to, by: by, includeDryRuns: includeDryRuns)
    }
    switch common.format {
    case .table: Console.result(ReportTable(report, by: by, since: from, until: to, style: common.style).text)
    case .json: Console.result(try JSON.text(ReportDocument(report, by: by, since: from, until: to)))
    }
  }
}

extension ReportGrouping: ExpressibleByArgument {}
