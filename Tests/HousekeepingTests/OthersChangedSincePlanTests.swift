import EngineClient
import EngineLab
import Foundation
import Policies
import Testing

@testable import History
@testable import Housekeeping

/// S6 for volumes, networks and build cache: what came between plan and step keeps them.
@Suite struct OthersChangedSincePlanTests {
  /// When the world changes: before janitor's last list of containers, which sees it, or after, so that only the engine does.
  enum Moment: CaseIterable { case beforeList, afterList }

  /// Looks once, so that things have an age; plans at a second look; lets the world change; does the one step of the plan.
  private func outcome(
    _ lab: DockerLab, _ policy: Policy, _ moment: Moment = .beforeList, change: () async throws -> Void
  ) async throws -> Outcome? {
    try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
      let ledger = try Ledger(path: "\(lab.folder)/ledger-\(UUID().uuidString)/history.sqlite")
      let first = try Look(at: engine, try await engine.information(), ledger)
      let second = Look(
        engine: engine, information: first.information, files: first.files, ledger: ledger, key: first.key,
        now: first.now.advanced(by: .seconds(1)))
      let planner = Planner([policy])
      let young = try await Survey(look: first, planner: planner).plan(by: policy).plan
      #expect(young.steps.isEmpty || policy.target == .buildCache)
      let plan = try await Survey(look: second, planner: planner).plan(by: policy).plan
      #expect(plan.steps.count == 1)
      let step = try #require(plan.steps.first)
      let action = StepAction(engine: engine, measure: .none)
      let early = await action.surroundings(of: step.target)
      try await change()
      let late = await action.surroundings(of: step.target)
      return await action.perform(step, moment == .beforeList ? late : early)
    }
  }

  private func policy(_ target: Target, named: Bool = false) -> Policy {
    Policy(name: "p", target: target, olderThan: .zero, takesNamed: named)
  }

  @Test(arguments: Moment.allCases)
  func `S5 S6 a volume that a container was created with meanwhile stays`(_ moment: Moment) async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.docker("volume", "create", "data")
      var user = ""
      let outcome = try await outcome(lab, policy(.volumes, named: true), moment) {
        user = try await lab.created(options: ["--volume", "data:/d"])
      }
      #expect(outcome == Outcome(.skipped, note: .inUse(by: [try #require(ContainerID(user))])))
      #expect(try await lab.docker("volume", "ls", "--quiet") == "data")
    }
  }

  @Test func `S6 a volume that was removed and made anew stays`() async throws {
    try await withDocker { lab in
      try await lab.docker("volume", "create", "data")
      let outcome = try await outcome(lab, policy(.volumes, named: true)) {
        try await lab.docker("volume", "rm", "data")
        // Docker tells dates of volumes to the second.
        try await execute(["sleep", "1.1"])
        try await lab.docker("volume", "create", "--label", "new", "data")
      }
      #expect(outcome == Outcome(.skipped, note: .changed([.replaced, .relabelled])))
      #expect(try await lab.docker("volume", "ls", "--quiet") == "data")
    }
  }

  @Test func `a volume that is gone already is no failure`() async throws {
    try await withDocker { lab in
      try await lab.docker("volume", "create", "data")
      let outcome = try await outcome(lab, policy(.volumes, named: true)) {
        try await lab.docker("volume", "rm", "data")
      }
      #expect(outcome == Outcome(.skipped, note: .alreadyGone))
    }
  }

  @Test(arguments: Moment.allCases)
  func `S6 a network that a container runs on meanwhile stays`(_ moment: Moment) async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.docker("network", "create", "net")
      var user = ""
      let outcome = try await outcome(lab, policy(.networks), moment) {
        user = try await lab.docker("run", "--detach", "--network=net", "base:1", "sleep", "1000")
      }
      #expect(outcome == Outcome(.skipped, note: .inUse(by: [try #require(ContainerID(user))])))
      #expect(try await lab.docker("network", "ls", "--quiet", "--filter", "name=net") != "")
    }
  }

  @Test func `S6 a record of the build cache that a build used meanwhile stays`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let lines = "FROM base:1\nRUN dd if=/dev/zero of=/a bs=1000 count=9"
      _ = try await lab.build(lines, tag: "a:1")
      try await lab.docker("rmi", "a:1")
      let own = try #require(
        try await lab.cacheRecords().first { $0["Size"] as? Int == 9000 }?["ID"] as? String)
      var policy = policy(.buildCache)
      policy.filters = FilterSet([.id(own)])
      let outcome = try await outcome(lab, policy) {
        _ = try await lab.build(lines + "\nRUN dd if=/dev/zero of=/b bs=1000 count=1", tag: "b:1")
      }
      #expect(outcome == Outcome(.skipped, note: .changed([.used])))
      #expect(try await lab.cacheRecords().contains { $0["ID"] as? String == own })
    }
  }
}
