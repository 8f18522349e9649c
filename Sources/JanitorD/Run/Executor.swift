import EngineClient
import History
import Policies

/// Carries a plan out: stage by stage, so many steps at a time as the engine does at its fastest.
///
/// One failed step stops no other. Steps on one object run one after another, in the order of the plan.
struct Executor {
  let plan: Plan
  let engine: Engine
  let action: StepAction
  let recorder: Recorder
  let stop: StopFlag
  /// Called with each step's outcome, one at a time.
  let report: @Sendable (Step, Outcome) async -> Void

  static let width = 8
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
      await group.waitForAll()
      return outcomes
    }
  }

  private func execute(stage steps: [Step]) async -> [Int: Outcome] {
    guard let target = steps.first?.target else { return [:] }
    let surroundings = stop.isRaised ? .success(Surroundings()) : await action.surroundings(of: target)
    var units = Self.units(steps)[...]
    var outcomes: [Int: Outcome] = [:]
    while !units.isEmpty {
      guard !stop.isRaised else { break }
      let batch = units.prefix(Self.batch)
      guard await recorder.intend(batch.joined().map(StepRecord.init)) else { break }
      units = units.dropFirst(Self.batch)
      outcomes.merge(await execute(batch: Array(batch), surroundings)) { first, _ in first }
    }
    let rest = Array(units.joined())
    await recorder.skip(rest.map(StepRecord.init), because: Wording.note(.notBegun) ?? "")
    for step in rest {
      outcomes[step.number] = Outcome(.skipped, note: .notBegun)
    }
    return outcomes
  }

  private func execute(batch units: [[Step]], _ surroundings: Result<Surroundings, EngineError>) async
    -> [Int: Outcome]
  {
    await withTaskGroup(of: [Int: Outcome].self) { group in
      var rest = units[...]
      var outcomes: [Int: Outcome] = [:]
      for unit in rest.prefix(Self.width) { group.addTask { await execute(unit: unit, surroundings) } }
      rest = rest.dropFirst(Self.width)
      while let done = await group.next() {
        outcomes.merge(done) { first, _ in first }
        if let unit = rest.popFirst() { group.addTask { await execute(unit: unit, surroundings) } }
      }
      return outcomes
    }
  }

  private func execute(unit: [Step], _ surroundings: Result<Surroundings, EngineError>) async -> [Int: Outcome] {
    var outcomes: [Int: Outcome] = [:]
    for step in unit {
      let begun = Clock.now
      let outcome = stop.isRaised ? Outcome(.skipped, note: .notBegun) : await action.perform(step, surroundings)
      outcomes[step.number] = outcome
      await recorder.take(
        OutcomeRecord(
          number: step.number, outcome: outcome.kind, reclaimedBytes: outcome.reclaimed?.bytes,
          error: Wording.note(outcome.note), startedAt: begun, finishedAt: Clock.now))
      await report(step, outcome)
    }
    return outcomes
  }

  /// Steps on one object, together, in the order of the plan.
  private static func units(_ steps: [Step]) -> [[Step]] {
    var units: [[Step]] = []
    var places: [String: Int] = [:]
    for step in steps {
      if let place = places[step.objectID] {
        units[place].append(step)
      } else {
        places[step.objectID] = units.count
        units.append([step])
      }
    }
    return units
  }
}
