import EngineLab
import Foundation
import JanitorConfiguration
import Policies
import ProgramLab
import Testing
import Worlds

/// What the model of an engine promises, a real engine keeps: the scenarios of the property tests, made real.
@Suite struct ModelTests {
  private static let isWhole = ProcessInfo.processInfo.environment["JANITOR_FAULTS"] != nil
  /// Each on an engine of its own, which is as good as new after each scenario.
  private static let parts = 0..<2
  private static let states = isWhole ? 200 : 10

  @Test(arguments: parts)
  func `S1 a real engine is left as the plan says, which is the plan of the model`(_ part: Int) async throws {
    let count = Self.states / Self.parts.count
    var steps = 0
    try await withDocker { lab in
      for number in part * count..<(part + 1) * count {
        let seed = SplitMix.seed &+ UInt64(number)
        let scenario = Scenario(makeable: seed)
        let world = try await RealWorld(scenario, on: lab)
        steps += try await compare(world, "JANITOR_TEST_SEED=\(SplitMix.seed), scenario \(seed)")
        try await world.clear()
      }
    }
    print("\(count) states on a real engine from JANITOR_TEST_SEED=\(SplitMix.seed), \(steps) steps")
    // Else all this says nothing.
    #expect(steps > count / 2)
  }

  /// Runs janitor until nothing is left to do, each run beside the model; returns how many steps there were.
  private func compare(_ world: RealWorld, _ seed: String) async throws -> Int {
    var scenario = world.scenario
    let read = try Configuration.parse(scenario.configuration, file: "t.conf")
    #expect(read.policies == scenario.policies && read.protection == scenario.protection, "\(seed)")
    let folder = "\(world.lab.folder)/\(UUID().uuidString)"
    let program = try Program(host: world.lab.host, folder: folder, configuration: scenario.configuration)
    // The look before: what was never seen has no age.
    _ = try await program.document("run", "--dry-run")
    var steps = 0
    for round in 1...6 {
      let plan = scenario.plan()
      let expected = Set(plan.steps.map { "\($0.policy) \($0.verb.word) \($0.target.singular) \($0.objectID)" })
      let before = try await world.lab.state()
      let shown = try await program.document("run", "--dry-run")
      let done = try await program.document("run")
      #expect(done.decisions == shown.decisions && done.plan == shown.plan, "\(seed), run \(round)")
      let decided = Set(done.steps.map { "\($0.policy) \($0.action) \($0.target) \(world.translated($0.id))" })
      let difference = "model alone \(expected.subtracting(decided)), janitor alone \(decided.subtracting(expected))"
      #expect(decided == expected, "\(seed), run \(round): \(difference)\n\(scenario.summary)")
      #expect(done.steps.allSatisfy { $0.outcome == "done" }, "\(seed), run \(round): \(done.steps)")
      let changes = try await world.lab.state().changes(since: before)
      #expect(
        Set(changes.map(\.subject)) == subjects(of: done, plan, before, world), "\(seed), run \(round): \(changes)")
      steps += done.steps.count
      guard !done.steps.isEmpty, decided == expected else { return steps }
      var model = Worlds.EngineModel(scenario.inventory)
      _ = model.carryOut(plan)
      // Dry runs look, too: what the first one finds unused for the first time has an age at the next look.
      _ = try await program.document("run", "--dry-run")
      for _ in 0..<2 {
        scenario.instant = scenario.instant.advanced(by: .seconds(10))
        scenario.look(at: model)
      }
    }
    Issue.record("\(seed): there is no end to it")
    return steps
  }

  /// What should have changed: each step's object, and the volumes that containers take along.
  private func subjects(
    of done: Document, _ plan: Plan, _ before: EngineState, _ world: RealWorld
  ) -> Set<String> {
    var subjects = Set(done.steps.map { step in "\(step.action == "remove" ? "-" : "~") \(step.target) \(step.id)" })
    // An image that loses tags and then goes is gone.
    subjects = subjects.filter { !$0.hasPrefix("~") || !subjects.contains("-" + $0.dropFirst()) }
    for step in plan.steps {
      guard case .container(let subject) = step.subject, step.verb == .remove else { continue }
      for volume in subject.volumes {
        let id = before.objects.keys.first {
          world.translated(String($0.dropFirst("volume ".count))) == "\(volume.name)"
        }
        if let id { subjects.insert("- \(id)") }
      }
    }
    return subjects
  }
}

extension String {
  /// The sign, kind and ID of a line of changes.
  fileprivate var subject: String { split(separator: " ").prefix(3).joined(separator: " ") }
}
