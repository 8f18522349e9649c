import ArgumentParser
import EngineClient
import History
import JanitorConfiguration
import Policies

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Plans, and unless --dry-run carries the plan out and records it.",
    discussion: """
      EXAMPLES:
        janitor run --dry-run
        janitor run --policy dangling-images --policy exited-containers
        janitor run --due
        janitor run --format json | jq .totals
      """)

  @Flag(help: "Show what would be done, and do nothing.")
  var dryRun = false

  @Option(help: "Only this policy; may be given again.")
  var policy: [String] = []

  @Flag(help: "Only policies whose `every` has passed since they last ran.")
  var due = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try Settings.load(common.config)
    let policies = try chosen(settings)
    let path = Settings.ledgerPath(common, settings)
    let startedAt = Clock.now
    let stop = StopFlag()
    let showsProgress = !common.quiet && !dryRun && Console.isTerminal(2)
    let (dryRun, due, common) = (dryRun, due, common)
    let result = try await StopSignals.watch(stop) {
      try await Settings.withEngine(common, settings) { engine in
        // The one waits for the engine, the other for the disk: at the same time.
        async let information = engine.information()
        let ledger = try Settings.ledger { () throws(LedgerError) in try Ledger(path: path) }
        return try await Housekeeping(
          configuration: settings, policies: policies, isDryRun: dryRun, onlyDue: due, ledger: ledger, ledgerPath: path,
          engine: engine, information: information, startedAt: startedAt, stop: stop, showsProgress: showsProgress,
          notice: { if !common.quiet { Console.note("janitor: \($0)") } }
        ).run()
      }
    }
    switch common.format {
    case .table: Console.result(RunTable(result, style: common.style).text)
    case .json: Console.result(try JSON.text(RunDocument(result)))
    }
    guard result.status != .success else { return }
    throw Failure(result.status, result.plan.brake.map(Wording.brake) ?? "")
  }

  /// The policies that are on, or those named on the command line whether on or not.
  private func chosen(_ settings: Configuration) throws -> [Policy] {
    guard !policy.isEmpty else { return settings.policies.filter(\.isEnabled) }
    let known = settings.policies.map(\.name)
    for name in policy where !known.contains(name) {
      throw Failure(.usage, "there is no policy '\(name)'; the configuration has: \(known.joined(separator: ", "))")
    }
    return settings.policies.filter { policy.contains($0.name) }.map { policy in
      var policy = policy
      policy.isEnabled = true
      return policy
    }
  }
}
