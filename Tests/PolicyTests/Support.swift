import Policies
import Worlds

extension Planner {
  /// The plan of a world in which every fact is known.
  func plan(_ inventory: Inventory, _ memory: Memory = Memory()) -> Plan? {
    if case .plan(let plan) = next(inventory, memory, now: now) { plan } else { nil }
  }
}

/// The plan of one policy over an inventory.
func planned(_ policy: Policy, _ inventory: Inventory, protect: Protection = Protection(), memory: Memory = Memory())
  -> Plan?
{
  Planner([policy], protection: protect, brake: Brake(steps: .max, share: 1)).plan(inventory, memory)
}

/// The plan of policies over a world, and its steps in short: `remove c1`.
func plan(
  _ policies: [Policy], _ containers: [Container] = [], _ images: [Image] = [], protect: Protection = Protection(),
  brake: Brake = Brake(steps: .max, share: 1), own: OwnContainer = OwnContainer(), memory: Memory = Memory()
) -> Plan? {
  Planner(policies, protection: protect, brake: brake, own: own)
    .plan(Inventory(containers: containers, images: images, cache: .known([])), memory)
}

extension Plan {
  var short: [String] { steps.map { "\($0.verb.word) \($0.objectName)" } }
  func reason(for id: String) -> KeepReason? { kept.first { $0.id == id }?.reason }
}
