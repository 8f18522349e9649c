/// The ordered steps that a run would take; the same inventory, policies, memory and instant give the same plan.
package struct Plan: Hashable, Sendable {
  package var steps: [Step]
  /// What would stop the run before its first step.
  package var brake: BrakeTrip?
  /// What a policy selected and then left alone.
  package var kept: [Kept]
  /// Those that had no part in it.
  package var omitted: [OmittedPolicy]
  package init(steps: [Step] = [], brake: BrakeTrip? = nil, kept: [Kept] = [], omitted: [OmittedPolicy] = []) {
    self.omitted = omitted
    self.steps = steps
    self.kept = kept
    self.brake = brake
  }
}

extension Plan {
  package var predicted: ByteBounds { steps.map(\.predicted).reduce(.zero, +) }

  /// What was kept because it could not be looked at, each object once; what is not found may well be gone.
  package var unseen: [Kept] {
    var ids: Set<String> = []
    return kept.filter { object in
      switch object.reason {
      case .unseen(.failed), .unseen(.notAsked): return ids.insert(object.id).inserted
      default: return false
      }
    }
  }

  /// How many containers go whose logs janitor cannot see, so that nobody can tell what they take.
  package var unseenLogs: Int {
    steps.count { step in
      guard step.verb == .remove, case .container(let subject) = step.subject else { return false }
      return subject.container.size.value.map { $0.log == nil } ?? false
    }
  }
}
