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
          Candidate(
            id: record.id, created: record.created, origin: record.instant(of: policy.since), groups: policy.groups([:])
          )
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

/// Which record of the build cache was built on which.
struct CacheTree {
  private let records: [CacheRecord]
  private let childrenOf: [CacheID: [CacheID]]

  init(_ records: [CacheRecord]) {
    self.records = records
    var children: [CacheID: [CacheID]] = [:]
    for record in records {
      for parent in record.parents { children[parent, default: []].append(record.id) }
    }
    childrenOf = children
  }

  func children(of id: CacheID) -> [CacheID] { childrenOf[id] ?? [] }

  /// What the cache takes beside the images: shared layers are theirs.
  func ownSize(without gone: Set<CacheID>) -> ByteCount {
    records.filter { !$0.isShared && !gone.contains($0.id) }.map(\.size).reduce(.zero, +)
  }

  /// Those of `records` that can go and that `wanted` says yes to, asked in the given order as far as the tree lets it:
  /// each only once all that was built on it is gone.
  func order(
    _ records: [CacheRecord], after gone: Set<CacheID>, wanted: (CacheRecord) -> Bool
  ) -> Set<CacheID> {
    let places = Dictionary(records.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var staying = records.map { record in
      Set(children(of: record.id)).subtracting(gone).count
    }
    var taken: Set<CacheID> = []
    // The places of what may go now, the last one first.
    var ready = records.indices.filter { staying[$0] == 0 }.sorted(by: >)
    while let place = ready.popLast() {
      let record = records[place]
      guard wanted(record) else { continue }
      taken.insert(record.id)
      for parent in Set(record.parents) {
        guard let place = places[parent] else { continue }
        staying[place] -= 1
        if staying[place] == 0 { ready.insert(place, at: ready.partitioningIndex { $0 < place }) }
      }
    }
    return taken
  }

  /// How many generations of going records stand on each: those with none leave first.
  func heights(_ going: Set<CacheID>) -> [CacheID: Int] {
    var heights: [CacheID: Int] = [:]
    var staying = Dictionary(
      going.map { id in (id, Set(children(of: id)).intersection(going).count) }, uniquingKeysWith: { a, _ in a })
    let parents = Dictionary(records.map { ($0.id, Set($0.parents)) }, uniquingKeysWith: { a, _ in a })
    var level = going.filter { staying[$0] == 0 }
    var height = 0
    while !level.isEmpty {
      var next: Set<CacheID> = []
      for id in level {
        heights[id] = height
        for parent in parents[id] ?? [] where going.contains(parent) {
          staying[parent, default: 0] -= 1
          if staying[parent] == 0 { next.insert(parent) }
        }
      }
      level = next
      height += 1
    }
    return heights
  }
}
