import Policies
import Worlds

extension Workload {
  static let planning = [
    plan("plan", repetitions: 1, BuildHost(containers: 1000, images: 1000, layers: 3...12)) {
      [
        try .sample(.containers, ["status=exited"], except: ["exited=137"], olderThan: days(1), name: "exited"),
        try .sample(
          .containers, ["status=created", "label!=keep"], olderThan: days(7),
          keepLast: KeepLast(count: 2, per: .composeService), name: "created"),
        try .sample(.images, ["dangling=true"], olderThan: days(1), name: "dangling"),
        try .sample(
          .images, ["reference=registry.test:5000/*/*"], except: ["label=keep"], olderThan: days(7),
          keepLast: KeepLast(count: 3, per: .repository), name: "builds"),
      ]
    },
    plan("plan-deep-layers", repetitions: 1, BuildHost(containers: 1, images: 200, layers: 80...100)) {
      [try .sample(.images, olderThan: days(1), name: "all")]
    },
    plan("plan-parents", repetitions: 1, BuildHost(parents: 100, chains: 10)) {
      [try .sample(.images, olderThan: days(1), name: "all")]
    },
  ]

  /// One call of the planner that knows all it needs.
  private static func plan(
    _ name: String, repetitions: Int, _ host: @autoclosure @escaping @Sendable () -> BuildHost,
    _ policies: @escaping @Sendable () throws -> [Policy]
  ) -> Workload {
    Workload(name, repetitions: repetitions) {
      let host = host()
      let (inventory, memory) = (host.inventory, host.memory)
      let planner = Planner(try policies(), protection: Protection(labels: [LabelMatch("janitor.keep")]))
      return {
        guard case .plan(let plan) = planner.next(inventory, memory, now: now), plan.steps.count > 100 else {
          throw Unfit(what: "the plan of \(name)")
        }
      }
    }
  }
}

/// An input does not lead to the work that it was made for.
struct Unfit: Error { var what: String }
