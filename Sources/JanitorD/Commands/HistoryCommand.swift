import ArgumentParser
import History
import Housekeeping
import JanitorConfiguration
import Policies

struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Shows the runs, or the steps of one of them.",
    discussion: """
      With --policy, --target, --outcome or --object the steps that fit are shown, of whichever run.

      EXAMPLES:
        janitor history --since 7d
        janitor history 42
        janitor history --object nightly-backup
        janitor history --outcome failed --since 30d --format json
        janitor history --follow
      """)

  @Argument(help: "The steps of this run.", completion: Candidates.runs)
  var runNumber: Int64?

  @OptionGroup var period: PeriodOptions

  @Option(help: "Only steps of this policy.", completion: Candidates.policies)
  var policy: String?

  @Option(help: "Only steps on a container, image, volume, network or build-cache.")
  var target: StepTarget?

  @Option(help: "Only steps that ended so: planned, intended, done, skipped, failed or unknown.")
  var outcome: StepOutcome?

  @Option(help: "Only steps on the object of this name, or whose ID begins so.")
  var object: String?

  @Option(help: "At most so many, the newest; 0 is all.")
  var limit = 50

  @Flag(help: "Dry runs as well.")
  var includeDryRuns = false

  @Flag(help: "Show the steps of the newest run as they end, until it does.")
  var follow = false

  @OptionGroup var output: FormatOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit is a number of 0 or more") }
    if follow, output.format == .json { throw ValidationError("--follow is for people; it has no --format json") }
  }

  func run() async throws {
    // A person who asks for the ledger by name needs no configuration.
    let path = try common.history ?? Settings.ledgerPath(common, Settings.load(common.config))
    let ledger = try Ledger(reading: path)
    if follow { return try await Follower(ledger: ledger, filter: filter, style: common.style).follow() }
    let filter = filter
    if filter.run != nil || filter.isOfSteps {
      let steps = try ledger.steps(filter)
      let run = try filter.run.map { try summary(of: $0, ledger) }
      switch output.format {
      case .json: Console.result(try JSON.text(HistoryDocument(run: run, steps: steps)))
      case .table: Console.result(HistoryTable(style: common.style).text(run: run, steps: steps))
      }
    } else {
      let runs = try ledger.runs(filter)
      switch output.format {
      case .json: Console.result(try JSON.text(HistoryDocument(runs: runs)))
      case .table: Console.result(HistoryTable(style: common.style).text(runs: runs, now: HostClock.now))
      }
    }
  }

  private var filter: HistoryFilter {
    var filter = HistoryFilter()
    filter.run = runNumber.map { RunID(rawValue: $0) }
    (filter.since, filter.until) = period.bounds(HostClock.now)
    filter.includeDryRuns = includeDryRuns
    filter.policy = policy
    filter.target = target?.rawValue
    filter.outcome = outcome?.rawValue
    filter.object = object
    // Whoever asks for one run wants all of it.
    filter.limit = limit == 0 || runNumber != nil ? nil : limit
    return filter
  }

  private func summary(of id: RunID, _ ledger: Ledger) throws -> RunSummary {
    var filter = HistoryFilter()
    filter.run = id
    let found = try ledger.runs(filter)
    guard let run = found.first else {
      throw Failure(.usage, "there is no run \(id) in the ledger; `janitor history` shows which there are")
    }
    return run
  }
}

enum StepTarget: String, ExpressibleByArgument, CaseIterable {
  case container, image, volume, network
  case buildCache = "build-cache"
}

enum StepOutcome: String, ExpressibleByArgument, CaseIterable {
  case planned, intended, done, skipped, failed, unknown
}
