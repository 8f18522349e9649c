import EngineClient
import EngineLab
import Foundation
import Policies
import Testing

@testable import History
@testable import Housekeeping

/// S6 on Podman: what only its own API shows is looked at again before images go.
@Suite struct PodmanChangedSincePlanTests {
  /// Plans the removal of an image, lets the world change, and then does the step.
  private func outcome(
    _ lab: PodmanLab, betweenPlanAndStep change: () async throws -> Void
  ) async throws -> Outcome {
    _ = try await lab.importBase()
    return try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
      let ledger = try Ledger(path: "\(lab.folder)/ledger/history.sqlite")
      let look = try Look(at: engine, try await engine.information(), ledger)
      let policy = Policy(name: "images", target: .images, olderThan: .zero, since: .created)
      let survey = Survey(look: look, planner: Planner([policy]))
      let (plan, inventory) = try await survey.plan(by: policy)
      let step = try #require(plan.steps.last)
      try await change()
      let action = StepAction(engine: engine, measure: .none, among: inventory)
      return await action.perform(step, await action.surroundings(of: .images))
    }
  }

  @Test func `S6 an image that came into a manifest list meanwhile is skipped`() async throws {
    try await withPodman { lab in
      let outcome = try await outcome(lab) {
        try await lab.podman("manifest", "create", "multi:1")
        try await lab.podman("manifest", "add", "multi:1", "containers-storage:localhost/base:1")
      }
      #expect(outcome == Outcome(.skipped, note: .noLongerPlanned(.partOfManifestLists(["localhost/multi:1"]))))
      try await lab.podman("image", "exists", "base:1")
    }
  }

  @Test func `S4 S6 an image that a volume holds since is skipped`() async throws {
    try await withPodman { lab in
      let outcome = try await outcome(lab) {
        try await lab.podman("volume", "create", "--driver=image", "--opt=image=localhost/base:1", "held")
      }
      guard outcome.kind == .skipped, case .inUse(let users) = outcome.note else {
        return #expect(Bool(false), "\(outcome)")
      }
      #expect(users.count == 1)
      try await lab.podman("image", "exists", "base:1")
    }
  }
}
