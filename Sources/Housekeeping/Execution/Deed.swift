import Policies

/// A step with what became of it.
struct Deed: Sendable {
  var step: Step
  var outcome: Outcome
  var begun: Timestamp
  var ended: Timestamp
}

/// What was done and waits to be measured together.
actor Deeds {
  private var all: [Deed] = []

  func add(_ deed: Deed) { all.append(deed) }

  /// All of it, with what it freed together shared out over the images that went, as the plan weighs them; nobody can
  /// tell where the store grew meanwhile.
  func sharing(_ freed: ByteCount?) -> [Deed] {
    let open = all.indices.filter { all[$0].outcome.kind == .done && all[$0].outcome.reclaimed == nil }
    guard let freed, freed >= .zero else { return all }
    for (index, share) in zip(open, freed.shared(by: open.map { all[$0].step.predicted.single ?? .zero })) {
      all[index].outcome.reclaimed = share
    }
    return all
  }
}
