package import EngineClient
import History
package import JanitorConfiguration
package import Policies
import Wording

/// One run on one engine: look, decide, show or apply, record.
///
/// A dry run takes the same way and parts from it only where steps would be carried out.
package struct Run: Sendable {
  let configuration: Configuration
  let mode: Mode
  let isDryRun: Bool
  /// Who started it, in the words of the ledger: `systemd`, or `user` and a name.
  let startedBy: String
  /// That of this janitor.
  let version: String
  /// Its path.
  let ledger: String
  let engine: Engine
  let startedAt: Timestamp
  let stop: StopFlag
  /// Whether the engine is asked for its own estimate, where the plan has images.
  let comparesEstimate: Bool
  /// Called with what happens, one event at a time.
  let report: @Sendable (RunEvent) async -> Void

  /// Which policies take part.
  package enum Mode: Hashable, Sendable {
    /// Just these.
    case policies([Policy])
    /// Those whose `every` has passed, of these.
    case due([Policy])
    /// Those of a plan that a dry run stored, by the beginning of its ID; no other step is taken.
    case stored(String)
  }

  package init(
    configuration: Configuration, mode: Mode, isDryRun: Bool, startedBy: String, version: String, ledger: String,
    engine: Engine, startedAt: Timestamp, stop: StopFlag, comparesEstimate: Bool = false,
    report: @escaping @Sendable (RunEvent) async -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.mode = mode
    self.isDryRun = isDryRun
    self.startedBy = startedBy
    self.version = version
    self.ledger = ledger
    self.engine = engine
    self.startedAt = startedAt
    self.stop = stop
    self.comparesEstimate = comparesEstimate
    self.report = report
  }

  /// - Throws: `HousekeepingError`, `EngineError` or `LedgerError`. What was done before that is in the ledger.
  package func carryOut() async throws -> RunResult {
    if isDryRun, case .policies(let policies) = mode { return try await show(policies) }
    let ledger = try Ledger(path: ledger)
    let information = try await engine.information()
    // Held to the end of the run.
    let lock = isDryRun ? nil : try EngineLock.acquire(information, ledger: self.ledger)
    defer { withExtendedLifetime(lock) {} }
    let key = try ledger.key(of: engine, information)
    if !isDryRun {
      let settled = try await Settlement(engine: engine, ledger: ledger).settle(key)
      if settled > 0 { await report(.settled(steps: settled)) }
    }
    let (policies, stored) = try chosen(on: key, ledger)
    return try await ExpectedCache.with(engine, policies, { ledger }) { cache in
      var inventory = try await engine.lists(of: Planner.targets(of: policies))
      return try await carryOut(policies, on: information, ledger, &inventory, cache, stored)
    }
  }

  /// A dry run that knows its policies, and holds no lock: what it asks for waits neither for who the engine is, nor for the
  /// ledger to be open.
  private func show(_ policies: [Policy]) async throws -> RunResult {
    try await alongside({ [ledger] in try Ledger(path: ledger) }) { opening in
      try await ExpectedCache.with(engine, policies, { try await opening.value }) { cache in
        async let information = engine.information()
        var inventory = try await engine.lists(of: Planner.targets(of: policies))
        return try await carryOut(policies, on: try await information, try await opening.value, &inventory, cache)
      }
    }
  }

  private func carryOut(
    _ policies: [Policy], on information: EngineInformation, _ ledger: Ledger, _ inventory: inout Inventory,
    _ cache: ExpectedCache, _ stored: StoredPlan? = nil
  ) async throws -> RunResult {
    guard information.clock != nil else { throw HousekeepingError.runWithoutClock }
    let look = try Look(at: engine, information, ledger)
    let planner = Planner(policies, configuration, information, stored: stored.map { Set($0.steps.map(\.key)) })
    let survey = Survey(look: look, planner: planner)
    let memory = try survey.remember(&inventory)
    if inventory.cache == .notAsked { inventory.cache = try await cache.records.value }
    let plan = try await survey.plan(on: &inventory, memory)

    var result = RunResult(
      plan: plan, planID: plan.fingerprint(engine: information.id), isDryRun: isDryRun, engine: engine.identity,
      engineID: information.id, policies: policies.count - plan.omitted.count, startedAt: startedAt)
    result.leftOut = stored.map { $0.leftOut(of: plan) } ?? []
    result.idleEntries = try look.notebook.idleEntries(of: configuration, policies, in: inventory)
    if comparesEstimate, plan.steps.contains(where: { $0.verb == .remove && $0.target == .images }) {
      // Only for comparison: no dry run fails for it.
      result.engineEstimate = try? await engine.reclaimableImages()
    }
    let run = try ledger.beginRun(
      NewRun(
        engine: look.key, plan: result.planID, dryRun: isDryRun, startedAt: startedAt, version: version,
        startedBy: startedBy, policies: policies.map(\.name),
        omitted: Dictionary(
          plan.omitted.map { ($0.policy, Wording.unlisted($0.list, $0.error)) }, uniquingKeysWith: { first, _ in first }
        )))
    result.run = run
    let status = try await showOrApply(
      &result, StepAction(engine: engine, measure: ImageMeasure(information, look.files, inventory), among: inventory),
      run,
      ledger)
    try ledger.forgetFacts(result.changedObjects, engine: look.key)
    result.finishedAt = HostClock.now
    let disk = DiskState(of: information, at: engine.identity.host).map { DiskSample($0, at: result.finishedAt) }
    try ledger.finishRun(
      run, status: status, at: result.finishedAt, isBraked: plan.brake != nil, disk: disk)
    if !isDryRun, let keep = configuration.history.keep {
      _ = try ledger.forgetRuns(before: HostClock.now.advanced(by: .zero - keep))
    }
    return result
  }

  /// The only place where a dry run and a run part.
  private func showOrApply(
    _ result: inout RunResult, _ action: StepAction, _ run: RunID, _ ledger: Ledger
  ) async throws -> RunStatus {
    let plan = result.plan
    if isDryRun {
      try ledger.plan(plan.steps.map { StepRecord($0, subject: $0.subject.fingerprint) }, in: run)
      return .finished
    }
    guard plan.brake == nil else { return .stopped }
    let recorder = Recorder(ledger, run, stop: stop)
    for left in result.leftOut { await recorder.skip([left.step], because: left.note) }
    await report(.begun(steps: plan.steps.count))
    let executor = Executor(
      plan: plan, engine: engine, action: action, recorder: recorder, stop: stop,
      report: report)
    result.outcomes = await executor.execute()
    await report(.ended)
    if let failure = await recorder.failure { throw HousekeepingError.unrecordable(failure) }
    result.wasStopped = stop.isRaised
    return stop.isRaised ? .stopped : .finished
  }
}
