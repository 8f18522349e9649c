/// What a run came to, or a dry run would: the figures of every summary.
package struct Tally: Hashable, Sendable {
  /// Steps of one verb on one kind of object.
  package struct Part: Hashable, Sendable {
    package var verb: String
    package var target: Target
    package var steps: Int
    package init(verb: String, target: Target, steps: Int) {
      self.verb = verb
      self.target = target
      self.steps = steps
    }
  }

  /// In the order in which they are told.
  package var parts: [Part]
  /// With those of a stored plan that were left out.
  package var steps: Int
  /// Whether the plan was carried out: a dry run's is not, nor one that the brake stopped.
  package var isCarriedOut: Bool
  package var predicted: ByteBounds
  package var done = 0
  /// With those of a stored plan that were left out.
  package var skipped: Int
  package var failed = 0
  package var unknown = 0
  /// What is known to have come free.
  package var reclaimed = ByteCount.zero
  /// Removals done of which nobody can tell what they freed.
  package var unmeasured = 0
  /// Policies that took no part, since a list that they need could not be had.
  package var omitted: Int
  /// Objects that were not looked at, since the engine had left too many such requests unanswered.
  package var notAsked: Int

  /// Whether a step ended otherwise than it should (failed, or in a way that nobody can tell), or the plan lacks more than
  /// single objects.
  package var hasTroubles: Bool { failed + unknown + omitted + notAsked > 0 }

  /// - Parameters:
  ///   - leftOut: how many steps of a stored plan this one has not.
  ///   - outcomes: by step number; `nil` where the plan was not carried out.
  package init(_ plan: Plan, leftOut: Int = 0, outcomes: [Int: Outcome]?) {
    let groups = Dictionary(grouping: plan.steps) { Part(verb: $0.verb.word, target: $0.target, steps: 0) }
    parts = groups.map { Part(verb: $0.verb, target: $0.target, steps: $1.count) }
      .sorted { ($0.target.rawValue, $0.verb) < ($1.target.rawValue, $1.verb) }
    steps = plan.steps.count + leftOut
    isCarriedOut = outcomes != nil
    predicted = plan.predicted
    skipped = leftOut
    omitted = plan.omitted.count
    notAsked = plan.unseen.count { if case .unseen(.notAsked) = $0.reason { true } else { false } }
    guard let outcomes else { return }
    for outcome in outcomes.values {
      switch outcome.kind {
      case .done: done += 1
      case .skipped: skipped += 1
      case .failed: failed += 1
      case .unknown: unknown += 1
      case .planned, .intended: break
      }
      reclaimed = reclaimed + (outcome.reclaimed ?? .zero)
    }
    unmeasured = plan.steps.count { step in
      guard step.verb == .remove, let outcome = outcomes[step.number] else { return false }
      return outcome.kind == .done && outcome.reclaimed == nil
    }
  }
}
