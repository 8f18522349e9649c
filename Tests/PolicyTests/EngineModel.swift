import Policies

@testable import Policies

/// A graph-driver engine in small: what goes when an image goes, and what that frees.
struct EngineModel {
  private(set) var images: [ImageID: Image]
  private let sizes: [LayerID: Int64]
  private let used: Set<ImageID>
  /// What the build cache holds.
  private let pinned: Set<LayerID>

  /// - Parameter sizes: what each layer really takes.
  init(_ images: [Image], sizes: [LayerID: Int64], used: Set<ImageID> = [], pinned: Set<LayerID> = []) {
    self.images = Dictionary(uniqueKeysWithValues: images.map { ($0.id, $0) })
    self.sizes = sizes
    self.used = used
    self.pinned = pinned
  }

  private var held: Set<LayerID> {
    images.values.reduce(into: pinned) { $0.formUnion($1.layers.value?.chain ?? []) }
  }

  /// What its layers take together, each counted once.
  var total: Int64 { held.reduce(0) { $0 + (sizes[$1] ?? 0) } }

  /// Takes the image away, and with it each parent that is left without a tag, a child and a user; what it says of it.
  mutating func remove(_ id: ImageID, keepingParents: Bool) -> (deleted: [String], freed: Int64) {
    let before = held
    var deleted: [String] = []
    var next: ImageID? = id
    while let id = next, let image = images[id] {
      precondition(!images.values.contains { $0.parent == id } && !used.contains(id), "the engine refuses that")
      images[id] = nil
      deleted.append(id.description)
      next = image.parent.flatMap { parent in
        let isLoose = images[parent]?.tags.isEmpty == true && !images.values.contains { $0.parent == parent }
        return isLoose && !used.contains(parent) && !keepingParents ? parent : nil
      }
    }
    let gone = before.subtracting(held)
    return (deleted + gone.map(\.description), gone.reduce(0) { $0 + (sizes[$1] ?? 0) })
  }
}

/// Images in random trees: twins, shared prefixes, legacy parents, images without history or with an unclear one.
struct RandomGraph {
  var images: [Image] = []
  var sizes: [LayerID: Int64] = [:]
  private var chains: [[Int]] = []

  /// - Parameter clarity: of ten histories, how many say which entry is which layer.
  init(_ random: inout SplitMix, count: ClosedRange<Int> = 1...12, clarity: Int = 10) {
    for number in 1...Int.random(in: count, using: &random) {
      let parent = Int.random(in: 0...2, using: &random) == 0 ? images.indices.randomElement(using: &random) : nil
      let base =
        parent.map { chains[$0] }
        ?? chains.randomElement(using: &random).map { chain in
          Array(chain.prefix(Int.random(in: 0...chain.count, using: &random)))
        }
      let own = (0..<Int.random(in: 0...3, using: &random)).map { _ in Int.random(in: 0...3, using: &random) * 25 }
      let chain = (base ?? []) + own
      chains.append(chain)
      var image = Image.sample(
        number, tags: Int.random(in: 0...2, using: &random) == 0 ? [] : ["i:\(number)"],
        parent: parent.map { $0 + 1 }, labels: Bool.random(using: &random) ? ["go": ""] : [:], layers: chain)
      for (layer, size) in zip(image.layers.value?.chain ?? [], chain) { sizes[layer] = Int64(size) }
      if Int.random(in: 0..<10, using: &random) >= clarity { image.blur(&random) }
      images.append(image)
    }
  }
}

extension Image {
  /// Makes its history say less than it could.
  fileprivate mutating func blur(_ random: inout SplitMix) {
    guard case .known(var known) = layers else { return }
    var history = known.history ?? []
    switch Int.random(in: 0...3, using: &random) {
    case 0: history = []
    case 1: (history, size) = ([], nil)
    case 2:
      for _ in 0...2 {
        let at = Int.random(in: 0...history.count, using: &random)
        history.insert(HistoryEntry(size: .zero, isMetadata: Bool.random(using: &random)), at: at)
      }
    default: size = nil
    }
    known.history = history
    layers = .known(known)
  }
}
