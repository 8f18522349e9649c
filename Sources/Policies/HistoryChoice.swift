/// Chooses whose histories are asked for, so that few tell what many images free.
///
/// What an image frees ends where its chain of layers meets another one's, and whoever has that layer can tell what it
/// takes with all below it: a hundred images on one base are clear by the history of one of them. Where that one turns out
/// to say nothing of it, the others are asked next, all of them.
struct HistoryChoice {
  private let sizes: LayerSizes
  /// The layers of those who have been asked before.
  private var heard: Set<LayerSizes.Layer> = []
  /// The layers of those who are asked now.
  private var expected: Set<LayerSizes.Layer> = []

  init(_ images: some Sequence<Image>, _ sizes: LayerSizes) {
    self.sizes = sizes
    for image in images where image.layers.value?.history != nil { heard.formUnion(sizes.chain(of: image)) }
  }

  /// Whether the image's own history is needed: `freed` is not clear by what is known, and nobody who is asked now may
  /// make it so.
  mutating func needs(_ image: Image, for freed: Set<LayerSizes.Layer>) -> Bool {
    let chain = sizes.chain(of: image)
    var open = Set(chain.filter(sizes.isOpenJoint))
    // All is clear but which of them the build cache holds: that is a matter of each layer.
    if sizes.bytes(of: freed).isExact { open.formUnion(freed.filter { !sizes.size(of: $0).isExact }) }
    guard open.isEmpty || !open.isSubset(of: expected) || !open.isDisjoint(with: heard) else { return false }
    expected.formUnion(chain)
    return true
  }
}
