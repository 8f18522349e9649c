package import Policies

/// Images in random trees: twins, shared prefixes, legacy parents, images without history or with an unclear one.
package struct RandomGraph {
  package private(set) var images: [Image] = []
  package private(set) var sizes: [LayerID: Int64] = [:]
  private var chains: [[Int]] = []

  /// - Parameter clarity: of ten histories, how many say which entry is which layer.
  package init(_ random: inout SplitMix, count: ClosedRange<Int> = 1...12, clarity: Int = 10) {
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
