/// The ordered steps that a run would take; the same inventory, policies, memory and instant give the same plan.
package struct Plan: Hashable, Sendable {
  package var steps: [Step]
  /// What would stop the run before its first step.
  package var brake: BrakeTrip?
  /// What a policy selected and then left alone.
  package var kept: [Kept]
  package init(steps: [Step] = [], brake: BrakeTrip? = nil, kept: [Kept] = []) {
    self.steps = steps
    self.kept = kept
    self.brake = brake
  }
}

extension Plan {
  package var predicted: ByteBounds { steps.map(\.predicted).reduce(.zero, +) }

  /// How many containers go whose logs janitor cannot see, so that nobody can tell what they take.
  package var unseenLogs: Int {
    steps.count { step in
      guard step.verb == .remove, case .container(let subject) = step.subject else { return false }
      return subject.container.size.value.map { $0.log == nil } ?? false
    }
  }
}
