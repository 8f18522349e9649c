/// The layers that the build cache may hold, so that they stay when their last image goes.
///
/// BuildKit says of its records which share a layer with an image, but not which layer that is. What it says narrows it
/// down: the record has the size of its layer, and the record that it was built on has the layer below. Only the first
/// record of a chain, which stands for a whole base image, may have any size.
struct LayerPins: Sendable {
  private let held: Held

  private enum Held: Sendable {
    case some(Set<LayerSizes.Layer>)
    /// The engine did not say.
    case unknown
  }

  init() { held = .some([]) }

  init(_ cache: Lookup<[CacheRecord]>, _ sizes: LayerSizes, _ meaning: ImageSizes) {
    switch cache {
    case .notAsked: held = .some([])
    case .unavailable: held = .unknown
    case .known(let records):
      let shared = records.filter(\.isShared)
      // Elsewhere the sizes of records count more than layers.
      held = meaning == .sums || shared.isEmpty ? .some(PinSearch(shared, sizes).held()) : .unknown
    }
  }

  /// Which of the layers may stay.
  func hold(_ layers: Set<LayerSizes.Layer>) -> Set<LayerSizes.Layer> {
    switch held {
    case .some(let held): layers.intersection(held)
    case .unknown: layers
    }
  }
}

/// Finds the layers that each shared record may stand for.
private struct PinSearch {
  private typealias Layer = LayerSizes.Layer

  private let records: [CacheRecord]
  private let sizes: LayerSizes
  private var children: [CacheID: [CacheID]] = [:]
  private var exact: [ByteCount: Set<Layer>] = [:]
  private var inexact: [Layer: ByteBounds] = [:]

  init(_ records: [CacheRecord], _ sizes: LayerSizes) {
    self.records = records
    self.sizes = sizes
    for record in records {
      // A record that joins several is one more layer on neither of them.
      if record.parents.count == 1 { children[record.parents[0], default: []].append(record.id) }
    }
    guard !records.isEmpty else { return }
    for layer in sizes.all {
      let size = sizes.size(of: layer)
      if size.isExact { exact[size.lower, default: []].insert(layer) } else { inexact[layer] = size }
    }
  }

  /// With all that they stand on.
  func held() -> Set<LayerSizes.Layer> {
    guard !records.isEmpty else { return [] }
    let order = parentsFirst()
    var candidates: [CacheID: Set<Layer>] = [:]
    // Each shared record has a layer above that of its parent,
    for record in order.reversed() {
      var fitting = fitting(record)
      for child in children[record.id] ?? [] {
        guard let above = candidates[child] else { continue }
        fitting.formIntersection(above.compactMap(sizes.below))
      }
      candidates[record.id] = fitting
    }
    // and none that is not above it.
    for record in order where record.parents.count == 1 {
      guard let below = candidates[record.parents[0]] else { continue }
      candidates[record.id] = candidates[record.id]?.filter { sizes.below($0).map(below.contains) ?? false }
    }
    return candidates.values.joined().reduce(into: []) { held, layer in
      var next: Layer? = layer
      while let layer = next, held.insert(layer).inserted { next = sizes.below(layer) }
    }
  }

  private func fitting(_ record: CacheRecord) -> Set<Layer> {
    guard record.parents.count == 1 || record.parents.isEmpty && record.size > .zero else {
      return Set(sizes.all)
    }
    let unclear = inexact.filter { $1.lower <= record.size && record.size <= $1.upper ?? record.size }.keys
    return exact[record.size, default: []].union(unclear)
  }

  private func parentsFirst() -> [CacheRecord] {
    let known = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var order: [CacheRecord] = []
    var open = records.filter { $0.parents.count != 1 || known[$0.parents[0]] == nil }
    while let next = open.popLast() {
      order.append(next)
      open += (children[next.id] ?? []).compactMap { known[$0] }
    }
    return order
  }
}
