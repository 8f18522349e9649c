import EngineClient
import History
import JanitorConfiguration
import Policies

/// Look, decide, show or apply, record: one run on one engine.
///
/// A dry run takes the same way and parts from it only where steps would be carried out.
struct Housekeeping {
  let configuration: Configuration
  let policies: [Policy]
  let isDryRun: Bool
  /// Whether policies wait until their `every` has passed.
  let onlyDue: Bool
  /// The ID of a plan that a dry run stored, or how it begins: nothing else is done then.
  var planID: String?
  let ledger: Ledger
  let ledgerPath: String
  let engine: Engine
  let startedAt: Timestamp
  let stop: StopFlag
  let showsProgress: Bool
  /// Whether the engine is asked for its own estimate, where the plan has images.
  var comparesEstimate = false
  /// Tells a person something beside the results.
  let notice: @Sendable (String) -> Void

  func run() async throws -> RunResult {
    if isDryRun, !onlyDue, planID == nil {
      // It holds no lock and knows its policies: what it asks for need not wait for who the engine is.
      return try await ExpectedCache.with(engine, policies, ledger) { cache in
        async let information = engine.information()
        var inventory = try await engine.lists(of: Planner.targets(of: policies))
        return try await run(policies, on: try await information, &inventory, cache)
      }
    }
    let information = try await engine.information()
    // Held to the end of the run.
    let lock = isDryRun ? nil : try EngineLock.acquire(information, ledger: ledgerPath)
    defer { withExtendedLifetime(lock) {} }
    let key = try ledger.key(of: engine, information)
    if !isDryRun {
      let settled = try await Settlement(engine: engine, ledger: ledger).settle(key)
      if settled > 0 { notice(Wording.settled(settled)) }
    }
    let stored = try planID.map { try storedPlan($0, on: key) }
    let chosen = try policies(on: key, for: stored)
    return try await ExpectedCache.with(engine, chosen, ledger) { cache in
      var inventory = try await engine.lists(of: Planner.targets(of: chosen))
      return try await run(chosen, on: information, &inventory, cache, stored)
    }
  }

  private func run(
    _ policies: [Policy], on information: EngineInformation, _ inventory: inout Inventory, _ cache: ExpectedCache,
    _ stored: StoredPlan? = nil
  ) async throws -> RunResult {
    guard let now = information.clock else {
      throw Failure(.internalError, "the engine does not tell its time, so no age can be measured; nothing was done")
    }
    let key = try ledger.key(of: engine, information)
    let planner = Planner(policies, configuration, information, stored: stored.map { Set($0.steps.map(\.key)) })
    let files = EngineFiles(of: engine, information)
    let survey = Survey(
      engine: engine, files: files, planner: planner, ledger: ledger, engineKey: key, now: now)
    let memory = try survey.remember(&inventory)
    if inventory.cache == .notAsked { inventory.cache = try await cache.records.value }
    let plan = try await survey.plan(on: &inventory, memory)

    var result = RunResult(
      plan: plan, planID: plan.fingerprint(engine: information.id), isDryRun: isDryRun, engine: engine.identity,
      engineID: information.id, policies: policies.count, startedAt: startedAt)
    result.leftOut = stored.map { leftOut($0, of: plan) } ?? []
    if comparesEstimate, plan.steps.contains(where: { $0.verb == .remove && $0.target == .images }) {
      // Only for comparison: no dry run fails for it.
      result.engineEstimate = try? await engine.reclaimableImages()
    }
    let run = try Settings.ledger { () throws(LedgerError) in
      try ledger.beginRun(
        NewRun(
          engine: key, plan: result.planID, dryRun: isDryRun, startedAt: startedAt, version: Janitor.version,
          startedBy: Environment.startedBy, policies: policies.map(\.name)))
    }
    result.run = run
    let status = try await carryOut(&result, ImageMeasure(information, files, inventory), run)
    try forget(result, key)
    result.finishedAt = Clock.now
    let disk = DiskState(of: information, at: engine.identity.host).map { DiskSample($0, at: result.finishedAt) }
    try Settings.ledger { () throws(LedgerError) in
      try ledger.finishRun(run, status: status, at: result.finishedAt, disk: disk)
    }
    if !isDryRun, let keep = configuration.history.keep {
      _ = try Settings.ledger { () throws(LedgerError) in
        try ledger.forgetRuns(before: Clock.now.advanced(by: .zero - keep))
      }
    }
    return result
  }

  private func storedPlan(_ id: String, on engine: EngineKey) throws -> StoredPlan {
    let plans = try Settings.ledger { () throws(LedgerError) in
      try ledger.storedPlans(startingWith: id, engine: engine)
    }
    guard let plan = plans.first else {
      throw Failure(
        .usage,
        "no dry run on this engine stored a plan \(Format.safe(id)) in \(ledgerPath); `janitor run --dry-run` stores one"
      )
    }
    guard plans.count == 1 else {
      throw Failure(.usage, "several plans begin with \(id): \(plans.map(\.id).joined(separator: ", "))")
    }
    return plan
  }

  /// What a stored plan has and a plan made now has not, with why.
  private func leftOut(_ stored: StoredPlan, of plan: Plan) -> [LeftOut] {
    let planned = Set(plan.steps.map(\.key))
    return stored.steps.filter { !planned.contains($0.key) }.enumerated().map { place, step in
      let kept = plan.kept.first { $0.policy == step.policy && $0.id == step.objectID }
      var step = step
      step.number = plan.steps.count + place + 1
      return LeftOut(step: step, note: .noLongerPlanned(kept?.reason))
    }
  }

  /// Those of a stored plan take part whether they are on or not, and whether they are due or not.
  private func policies(on engine: EngineKey, for stored: StoredPlan?) throws -> [Policy] {
    if let stored {
      let names = Set(stored.steps.map(\.policy))
      return configuration.policies.filter { names.contains($0.name) }.map(\.enabled)
    }
    guard onlyDue else { return policies }
    let lastRuns = try Settings.ledger { () throws(LedgerError) in try ledger.lastRuns(engine: engine) }
    return policies.filter { $0.isDue(lastRun: lastRuns[$0.name], now: Clock.now) }
  }

  /// What turned out to be otherwise is not to be believed again.
  private func forget(_ result: RunResult, _ key: EngineKey) throws {
    let changed = result.plan.steps.filter { step in
      if case .changed = result.outcomes[step.number]?.note { true } else { false }
    }
    try Settings.ledger { () throws(LedgerError) in try ledger.forgetFacts(changed.map(\.objectID), engine: key) }
  }

  /// Shows or applies: the only place where a dry run and a run part.
  private func carryOut(
    _ result: inout RunResult, _ measure: ImageMeasure, _ run: RunID
  ) async throws -> RunStatus {
    let plan = result.plan
    if isDryRun {
      let steps = plan.steps.map { StepRecord($0, subject: $0.subject.fingerprint) }
      try Settings.ledger { () throws(LedgerError) in try ledger.plan(steps, in: run) }
      return .finished
    }
    guard plan.brake == nil else { return .stopped }
    let recorder = Recorder(ledger, run, stop: stop)
    for left in result.leftOut { await recorder.skip([left.step], because: Wording.note(left.note) ?? "") }
    let progress = Progress(total: plan.steps.count, isShown: showsProgress)
    let executor = Executor(
      plan: plan, engine: engine,
      action: StepAction(engine: engine, measure: measure),
      recorder: recorder, stop: stop, report: { _, outcome in await progress.step(outcome) })
    result.outcomes = await executor.execute()
    await progress.clear()
    if let failure = await recorder.failure {
      throw Failure(.ledger, "\(failure)\nThe run ended there: nothing is removed that cannot be recorded.")
    }
    result.wasStopped = stop.isRaised
    return stop.isRaised ? .stopped : .finished
  }
}

extension DiskSample {
  init(_ disk: DiskState, at: Timestamp) {
    // Of what others than root may have, as `df` reckons.
    self.init(
      at: at, size: ByteCount(Int64(clamping: disk.bytes.used &+ disk.bytes.available)),
      used: ByteCount(Int64(clamping: disk.bytes.used)))
  }
}
