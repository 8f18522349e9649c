import EngineClient
import History
import Policies
import Wording

/// Carries a plan out: stage by stage, so many steps at a time as it is worth asking the engine for.
///
/// One failed step stops no other.
struct Executor {
  let plan: Plan
  let engine: Engine
  let action: StepAction
  let recorder: Recorder
  let stop: StopFlag
  let report: @Sendable (RunEvent) async -> Void

  /// Intents of one commit.
  static let batch = 64

  /// The outcome of each step, by its number.
  func execute() async -> [Int: Outcome] {
    await withTaskGroup(of: [Int: Outcome].self) { group in
      group.addTask {
        await recorder.writeUntilFinished()
        return [:]
      }
      var outcomes: [Int: Outcome] = [:]
      for stage in Dictionary(grouping: plan.steps, by: \.stage).sorted(by: { $0.key < $1.key }) {
        outcomes.merge(await execute(stage: stage.value)) { first, _ in first }
      }
      await recorder.finish()
      group.cancelAll()
      await group.waitForAll()
      return outcomes
    }
  }

  private func execute(stage steps: [Step]) async -> [Int: Outcome] {
    guard let target = steps.first?.target else { return [:] }
    let looks = target != .containers || steps.contains { $0.mayBeNeeded(on: engine.identity.kind) || $0.takesVolumes }
    let surroundings =
      stop.isRaised || !looks
      ? .success(Surroundings())
      : await action.surroundings(of: target, takesVolumes: steps.contains { $0.takesVolumes })
    var rest = Self.units(steps)[...]
    var outcomes: [Int: Outcome] = [:]
    if case .metered = action.measure, target == .images {
      while !rest.isEmpty, !stop.isRaised {
        var batch = rest.prefix(Self.batch)
        rest = rest.dropFirst(Self.batch)
        outcomes.merge(await executeMetered(&batch, surroundings)) { first, _ in first }
        rest = batch + rest
      }
    } else {
      outcomes = await execute(&rest, surroundings) { await record($0) }
    }
    let left = Array(rest.joined())
    let why = await recorder.whyNotBegun
    await recorder.skip(left.map { StepRecord($0) }, because: why)
    for step in left { outcomes[step.number] = Outcome(.skipped, note: why) }
    return outcomes
  }

  /// Where only the store as a whole tells what went, outcomes wait for the end of the batch.
  private func executeMetered(
    _ units: inout ArraySlice<[Step]>, _ surroundings: Result<Surroundings, EngineError>
  ) async -> [Int: Outcome] {
    let before = try? await engine.imageStoreSize()
    let deeds = Deeds()
    _ = await execute(&units, surroundings) { await deeds.add($0) }
    let after = try? await engine.imageStoreSize()
    let freed = before.flatMap { before in after.map { before - $0 } }
    var outcomes: [Int: Outcome] = [:]
    for deed in await deeds.sharing(freed) {
      outcomes[deed.step.number] = deed.outcome
      await record(deed)
    }
    return outcomes
  }

  /// Leaves in `units` those that were not begun, because a stop came or their intents could not be written.
  ///
  /// The intents of the next ones are written while the last of those before are still at work.
  private func execute(
    _ units: inout ArraySlice<[Step]>, _ surroundings: Result<Surroundings, EngineError>,
    _ take: @escaping @Sendable (Deed) async -> Void
  ) async -> [Int: Outcome] {
    let width = units.first?.first.map { engine.width(for: $0.target) } ?? 1
    return await withTaskGroup(of: [Int: Outcome].self) { group in
      var outcomes: [Int: Outcome] = [:]
      var intended: ArraySlice<[Step]> = []
      var running = 0
      while true {
        if intended.count < width, !units.isEmpty, !stop.isRaised {
          let batch = units.prefix(Self.batch)
          if await recorder.intend(batch.joined().map { StepRecord($0) }) {
            units = units.dropFirst(batch.count)
            intended += batch
          }
        }
        while running < width, let unit = intended.popFirst() {
          group.addTask { await execute(unit: unit, surroundings, take) }
          running += 1
        }
        guard let done = await group.next() else { return outcomes }
        running -= 1
        outcomes.merge(done) { first, _ in first }
      }
    }
  }

  private func execute(
    unit: [Step], _ surroundings: Result<Surroundings, EngineError>, _ take: @Sendable (Deed) async -> Void
  ) async -> [Int: Outcome] {
    var outcomes: [Int: Outcome] = [:]
    var undone: [String: Int] = [:]
    for step in unit {
      let begun = HostClock.now
      let outcome =
        if stop.isRaised {
          Outcome(.skipped, note: await recorder.whyNotBegun)
        } else if step.reliesOnEarlier, let earlier = undone[step.objectID] {
          Outcome(.skipped, note: .after(step: earlier))
        } else {
          await action.perform(step, surroundings)
        }
      outcomes[step.number] = outcome
      if [.failed, .unknown].contains(outcome.kind) { undone[step.objectID] = step.number }
      await take(Deed(step: step, outcome: outcome, begun: begun, ended: HostClock.now))
    }
    return outcomes
  }

  private func record(_ deed: Deed) async {
    await recorder.take(
      OutcomeRecord(
        number: deed.step.number, outcome: deed.outcome.kind, reclaimedBytes: deed.outcome.reclaimed?.bytes,
        error: Wording.note(deed.outcome.note), startedAt: deed.begun, finishedAt: deed.ended))
    await report(.step(deed.step, deed.outcome))
  }

  /// Steps that go one after another, together, in the order of the plan: those on one object, and images of one family.
  private static func units(_ steps: [Step]) -> [[Step]] {
    var units: [[Step]] = []
    var places: [String: Int] = [:]
    for step in steps {
      let key = step.family ?? step.objectID
      if let place = places[key] {
        units[place].append(step)
      } else {
        places[key] = units.count
        units.append([step])
      }
    }
    return units
  }
}

extension Step {
  fileprivate var takesVolumes: Bool {
    if case .container(let subject) = subject { !subject.volumes.isEmpty } else { false }
  }

  /// Whether a list can show a container that needs the one that goes. Podman's show none; of those that should have left before
  /// it, each shows whether they did.
  fileprivate func mayBeNeeded(on kind: EngineKind) -> Bool {
    guard case .container(let subject) = subject, verb == .remove else { return false }
    return kind == .docker || !subject.dependents.isEmpty
  }

  /// Whether it was decided on the references that steps before it take off.
  fileprivate var reliesOnEarlier: Bool {
    if case .image(let subject) = subject { !subject.untaggedBefore.isEmpty } else { false }
  }

  fileprivate var family: String? {
    if case .image(let subject) = subject { subject.family?.description } else { nil }
  }
}
