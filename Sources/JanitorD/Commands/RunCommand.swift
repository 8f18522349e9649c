import ArgumentParser
import EngineClient
import History
import Housekeeping
import JanitorConfiguration
import Policies
import Wording

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Plans, and unless --dry-run carries the plan out and records it.",
    discussion: """
      EXAMPLES:
        janitor run --dry-run
        janitor run --dry-run --show-kept
        janitor run --policy dangling-images --policy exited-containers
        janitor run --due
        janitor run --plan 7f3a9c0e
        janitor run --format json | jq .totals
      """)

  @Flag(help: "Show what would be done, and do nothing.")
  var dryRun = false

  @Option(help: "Only this policy; may be given again.", completion: Candidates.policies)
  var policy: [String] = []

  @Flag(help: "Only policies whose `every` has passed since they last ran.")
  var due = false

  @Option(
    help: "Only the steps of this plan, which a dry run stored and named; the first digits will do.",
    completion: Candidates.plans)
  var plan: String?

  @Flag(help: "Show each object that a policy selected and left alone, and why.")
  var showKept = false

  @OptionGroup var output: FormatOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard let plan else { return }
    if due || !policy.isEmpty { throw ValidationError("--plan says what to do; leave out --due and --policy") }
    guard plan.count >= 4, plan.allSatisfy({ $0.isHexDigit && $0.isASCII }) else {
      throw ValidationError("--plan is the ID of a plan or its first digits, four at least, not '\(plan)'")
    }
  }

  /// A run leaves how it ended, whatever stopped it; a dry run is for who looks.
  func run() async throws {
    var settings: Configuration?
    let result: Result<Void, any Error>
    do { result = .success(try await carryOut(&settings)) } catch { result = .failure(error) }
    if !dryRun, let ledger = try? Settings.ledgerPath(common, settings ?? Configuration()) {
      Attempt(endedAt: HostClock.now, status: ExitStatus(result).rawValue).leave(beside: ledger)
    }
    try result.get()
  }

  private func carryOut(_ loaded: inout Configuration?) async throws {
    let settings = try Settings.load(common.config)
    loaded = settings
    let policies = try chosen(settings)
    let path = try Settings.ledgerPath(common, settings)
    let startedAt = HostClock.now
    let stop = StopFlag()
    let progress = Progress(
      showsLine: !common.quiet && !dryRun && Console.isTerminal(2), showsNotes: !common.quiet)
    let isForPeople = output.format == .table && !Console.isJournal(1)
    let mode: Run.Mode = plan.map { .stored($0.lowercased()) } ?? (due ? .due(policies) : .policies(policies))
    let (dryRun, common) = (dryRun, common)
    let result = try await StopSignals.watch(stop) {
      try await Settings.withEngine(common, settings) { engine in
        try await Run(
          configuration: settings, mode: mode, isDryRun: dryRun, startedBy: Environment.startedBy,
          version: Janitor.version, ledger: path, engine: engine, startedAt: startedAt, stop: stop,
          comparesEstimate: dryRun && isForPeople, report: { await progress.take($0) }
        ).carryOut()
      }
    }
    switch output.format {
    case .json: Console.result(try JSON.text(RunDocument(result, showsKept: showKept)))
    case .table where Console.isJournal(1): RunLines(result, isQuiet: common.quiet).write()
    case .table:
      let table = RunTable(result, style: common.style, showsKept: showKept, isQuiet: common.quiet)
      if let text = table.text { Console.result(text) }
    }
    if Console.loss != nil, !dryRun, let run = result.run {
      Console.note("janitor: what run \(run) did is in the ledger: janitor history \(run)")
    }
    // For whoever looks on; the journal need not hear of it each night.
    if !common.quiet, Console.isTerminal(2) {
      for entry in result.idleEntries { Console.note("note: \(Format.safe(Wording.idle(entry, now: HostClock.now)))") }
    }
    guard result.status != .success else { return }
    // Tables and lines have told of the brake already.
    throw Failure(result.status, output.format == .json ? result.plan.brake.map(Wording.brake) ?? "" : "")
  }

  /// The policies that are on, or those named on the command line whether on or not.
  private func chosen(_ settings: Configuration) throws -> [Policy] {
    guard !policy.isEmpty else { return settings.policies.filter(\.isEnabled) }
    let known = settings.policies.map(\.name)
    for name in policy where !known.contains(name) {
      throw Failure(.usage, "there is no policy '\(name)'; the configuration has: \(known.joined(separator: ", "))")
    }
    return settings.policies.filter { policy.contains($0.name) }.map(\.enabled)
  }
}
