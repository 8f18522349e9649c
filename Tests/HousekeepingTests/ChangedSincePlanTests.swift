import EngineClient
import EngineLab
import Foundation
import Policies
import Testing
import Wording

@testable import History
@testable import Housekeeping

/// S6: what a step was decided on is looked at again just before the step.
@Suite struct ChangedSincePlanTests {
  /// Plans, lets the world change, and then does the one step of the plan.
  private func outcome(
    _ lab: DockerLab, _ policy: Policy, betweenPlanAndStep change: () async throws -> Void
  ) async throws -> Outcome? {
    try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
      let ledger = try Ledger(path: "\(lab.folder)/ledger-\(UUID().uuidString)/history.sqlite")
      let look = try Look(at: engine, try await engine.information(), ledger)
      let survey = Survey(look: look, planner: Planner([policy]))
      let (plan, inventory) = try await survey.plan(by: policy)
      let step = try #require(plan.steps.last)
      try await change()
      let action = StepAction(engine: engine, measure: .named(LayerRelease(among: inventory)))
      return await action.perform(step, await action.surroundings(of: step.target))
    }
  }

  private static let exited = Policy(name: "exited", target: .containers, filters: FilterSet([.status(.exited)]))

  @Test func `S6 a container that was started meanwhile is skipped`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.run(["sh", "-c", "test -e /again && sleep 1000; touch /again"])
      try await lab.docker("wait", id)
      let outcome = try await outcome(lab, Self.exited) { try await lab.docker("start", id) }
      #expect(outcome?.kind == .skipped)
      guard case .changed(let changes) = outcome?.note else { return #expect(Bool(false), "\(outcome as Any)") }
      #expect(changes.contains(.state(from: .exited, to: .running)))
      #expect(changes.contains(.restarted))
      #expect(Wording.note(outcome?.note)?.contains("it was exited and is running") == true)
      #expect(try await lab.status(of: id) == "running")
    }
  }

  @Test func `S6 a container that ran again and ended again is skipped`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited(3)
      let outcome = try await outcome(lab, Self.exited) {
        try await lab.docker("start", id)
        try await lab.docker("wait", id)
      }
      #expect(outcome == Outcome(.skipped, note: .changed([.restarted])))
      #expect(try await lab.status(of: id) == "exited")
    }
  }

  @Test func `S6 a container whose network another one got meanwhile is skipped`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited(3, name: "owner")
      var user = ""
      let outcome = try await outcome(lab, Self.exited) {
        user = try await lab.docker("create", "--network=container:owner", "base:1", "true")
      }
      #expect(outcome == Outcome(.skipped, note: .inUse(by: [try #require(ContainerID(user))])))
      #expect(try await lab.status(of: id) == "exited")
    }
  }

  @Test func `S6 a container is skipped while one is there that should have left before it`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let data = try await lab.exited(3, name: "data", options: ["--volume=/data"])
      let user = try await lab.exited(3, options: ["--volumes-from=data"])
      // The step of the last stage alone.
      let outcome = try await outcome(lab, Self.exited) {}
      #expect(outcome == Outcome(.skipped, note: .inUse(by: [try #require(ContainerID(user))])))
      #expect(try await lab.status(of: data) == "exited")
    }
  }

  @Test func `S6 a container that was renamed or got a restart policy is skipped`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited(0, name: "before")
      let renamed = try await outcome(lab, Self.exited) { try await lab.docker("rename", id, "prod-now") }
      #expect(renamed == Outcome(.skipped, note: .changed([.renamed(to: "prod-now")])))
      let dormant = try await outcome(lab, Self.exited) { try await lab.docker("update", "--restart=always", id) }
      #expect(dormant == Outcome(.skipped, note: .changed([.restartPolicy])))
      #expect(try await lab.status(of: id) == "exited")
    }
  }

  @Test func `a container that is gone already is no failure`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited(0)
      let outcome = try await outcome(lab, Self.exited) { try await lab.docker("rm", id) }
      #expect(outcome == Outcome(.skipped, note: .alreadyGone))
    }
  }

  private static let old = Policy(
    name: "old", target: .images, filters: FilterSet([.dangling(false)]), exceptions: [.reference(Glob("base")!)])

  @Test func `S6 an image that was tagged anew is skipped`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.loadImage(tags: ["old:1"], layers: [.busybox, .bytes(10, seed: "x")])
      let outcome = try await outcome(lab, Self.old) { try await lab.docker("tag", "old:1", "release:1") }
      #expect(outcome == Outcome(.skipped, note: .changed([.retagged(now: ["old:1", "release:1"])])))
      #expect(try await lab.docker("image", "ls", "--quiet", "release:1") != "")
    }
  }

  @Test func `S6 an image that got its own tag once more is skipped`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.loadImage(tags: ["old:1"], layers: [.busybox, .bytes(10, seed: "x")])
      let tagged = Policy(
        name: "old", target: .images, filters: Self.old.filters, exceptions: Self.old.exceptions,
        olderThan: .zero, since: .tagged)
      try await lab.docker("tag", "old:1", "old:1")
      let outcome = try await outcome(lab, tagged) { try await lab.docker("tag", "old:1", "old:1") }
      #expect(outcome == Outcome(.skipped, note: .changed([.taggedAgain])))
      #expect(try await lab.docker("image", "ls", "--quiet", "old:1") != "")
    }
  }

  @Test func `S4 S6 an image that a container uses meanwhile is skipped and says by which`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.loadImage(tags: ["old:1", "older:1"], layers: [.busybox, .bytes(10, seed: "x")])
      var user = ""
      let outcome = try await outcome(lab, Self.old) { user = try await lab.created(image: "old:1") }
      #expect(outcome == Outcome(.skipped, note: .inUse(by: [try #require(ContainerID(user))])))
      #expect(try await lab.docker("image", "ls", "--quiet", "older:1") != "")
    }
  }
}

extension Survey {
  /// The plan of its only policy, and the inventory that it was made on.
  func plan(by policy: Policy) async throws -> (plan: Plan, inventory: Inventory) {
    var (inventory, memory) = try await inventory(of: Planner.targets(of: [policy]))
    let plan = try await plan(on: &inventory, memory)
    return (plan, inventory)
  }
}
