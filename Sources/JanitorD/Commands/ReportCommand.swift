import ArgumentParser
import History
import JanitorConfiguration
import Policies

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

  @Option(help: "From then on: a duration before now (7d), a date (2026-11-01) or a time (2026-11-01T03:00:00Z).")
  var since: String?

  @Option(help: "Up to then, not included.")
  var until: String?

  @Option(help: "One row for each policy, target, day, engine or run.")
  var by: ReportGrouping = .policy

  @Flag(help: "Count what dry runs would have done as well.")
  var includeDryRuns = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    for (option, text) in [("--since", since), ("--until", until)] {
      if let text, Cutoff(text) == nil {
        throw ValidationError("\(option) is a duration such as 7d, a date or a time, not '\(text)'")
      }
    }
  }

  func run() async throws {
    // A person who asks for the ledger by name needs no configuration.
    let path = try common.history ?? Settings.ledgerPath(common, Settings.load(common.config))
    let now = Clock.now
    let (from, to) = (instant(since, now), instant(until, now))
    let (by, includeDryRuns) = (by, includeDryRuns)
    let report = try Settings.ledger { () throws(LedgerError) in
      try Ledger(reading: path).report(since: from, until: to, by: by, includeDryRuns: includeDryRuns)
    }
    switch common.format {
    case .table: Console.result(ReportTable(report, by: by, since: from, until: to, style: common.style).text)
    case .json: Console.result(try JSON.text(ReportDocument(report, by: by, since: from, until: to)))
    }
  }

  private func instant(_ text: String?, _ now: Timestamp) -> Timestamp? {
    switch text.flatMap({ Cutoff($0) }) {
    case nil: nil
    case .instant(let instant): instant
    case .ago(let duration): now.advanced(by: .zero - duration)
    }
  }
}

extension ReportGrouping: ExpressibleByArgument {}
