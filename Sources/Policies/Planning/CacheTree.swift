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
