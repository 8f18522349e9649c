extension Planner {
  /// What the build cache policies take, each with how many generations that go as well were built on it: a record can go
  /// only once those are gone.
  func sweepCache(
    _ inventory: Inventory, now: Timestamp
  ) -> (sweeps: [(height: Int, sweep: Sweep<CacheRecord>)], kept: [Kept]) {
    var selection = Selection<CacheRecord>()
    let records = inventory.cache.value ?? []
    let tree = CacheTree(records)
    var going: Set<CacheID> = []
    for policy in policies where policy.target == .buildCache {
      let judge = CacheJudge(policy, now: now)
      let before = selection.sweeps.count
      selection.choose(
        from: records, by: policy, now: now, judge.eligibility,
        ranked: { record in
          let origin = record.instant(of: policy.since)
          return Candidate(
            id: record.id, origin: origin, recency: [origin, record.created], groups: policy.groups([:]))
        }, condition: { .cached(isShared: $0.isShared) })
      let chosen = selection.sweeps[before...].sorted(by: longestUnusedFirst)
      var total = tree.ownSize(without: going)
      let excess = policy.trigger.pressure.map { Excess(total: total, pressure: $0) }
      var isRelieved = excess.map { $0.total <= $0.pressure.largerThan } ?? false
      let order = tree.order(chosen.map(\.object), after: going) { record in
        guard !isRelieved else { return false }
        total = total - (record.isShared ? .zero : record.size)
        if let pressure = excess?.pressure, total <= pressure.downTo { isRelieved = true }
        return true
      }
      going.formUnion(order)
      selection.takeBack { sweep in
        guard sweep.policy == policy, !order.contains(sweep.object.id) else { return nil }
        if let excess, isRelieved { return .withinLimit(Excess(total: total, pressure: excess.pressure)) }
        return .holdsCache(tree.children(of: sweep.object.id).filter { !going.contains($0) }.sorted())
      }
      for index in selection.sweeps.indices where selection.sweeps[index].policy == policy {
        selection.sweeps[index].reason.excess = excess
      }
    }
    let heights = tree.heights(going)
    let staged = Dictionary(grouping: selection.sweeps) { heights[$0.object.id] ?? 0 }.sorted { $0.key < $1.key }
    return (staged.flatMap { height, sweeps in sweeps.map { (height, $0) } }, selection.kept)
  }

  private func longestUnusedFirst(_ a: Sweep<CacheRecord>, _ b: Sweep<CacheRecord>) -> Bool {
    let earliest = Timestamp(nanoseconds: .min)
    return (a.object.instant(of: .lastUsed) ?? earliest, a.object.id)
      < (b.object.instant(of: .lastUsed) ?? earliest, b.object.id)
  }
}
