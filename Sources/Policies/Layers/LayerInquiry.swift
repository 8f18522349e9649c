/// Asks for what would make clear what images free, the cheapest first, and for no more than can tell.
///
/// What an image frees ends where its chain of layers meets another one's, and whoever has that layer can tell what it
/// takes with all below it: a hundred images on one base are clear by the history of one of them.
struct LayerInquiry {
  private let inventory: Inventory
  private let sizes: LayerSizes
  private let meaning: ImageSizes
  /// Of each layer, whether somebody who has it has told a history.
  private lazy var heard = inventory.images.reduce(into: [Bool](repeating: false, count: sizes.count)) { heard, image in
    guard image.layers.value?.history != nil else { return }
    for layer in sizes.chain(of: image) { heard[layer.index] = true }
  }
  /// Of each layer, whether somebody who has it is asked for the history now.
  private var expected: [Bool]

  init(_ inventory: Inventory, _ sizes: LayerSizes, _ meaning: ImageSizes) {
    self.inventory = inventory
    self.sizes = sizes
    self.meaning = meaning
    // Not lazy: each change of a lazy array copies it.
    expected = [Bool](repeating: false, count: sizes.count)
  }

  mutating func ask(
    about image: Image, freeing freed: (layers: Set<LayerSizes.Layer>, bytes: ByteBounds), _ wanted: inout Wanted
  ) {
    if meaning.sharesLayersWithCache, inventory.cache == .notAsked { wanted.cacheRecords = true }
    guard !freed.bytes.isExact, sizes.areUnclear(freed.layers) else { return }
    let hasTold = image.layers.value?.history != nil
    switch meaning {
    case .sums:
      let open = open(in: image, freed.layers)
      if hasTold || open.contains(where: { heard[$0.index] }) {
        // Who could know was asked, and left it open.
        if hasFiles(of: image, freed.layers) {
          wanted.layerSizes.insert(image.id)
        } else if !hasTold {
          wanted.imageHistories.insert(image.id)
        }
      } else if open.isEmpty || !open.allSatisfy({ expected[$0.index] }) {
        wanted.imageHistories.insert(image.id)
        for layer in sizes.chain(of: image) { expected[layer.index] = true }
      }
    // Another one's history tells less than the own, and files tell nothing.
    case .withArchives: if !hasTold { wanted.imageHistories.insert(image.id) }
    case .ofArchives: if hasFiles(of: image, freed.layers) { wanted.layerSizes.insert(image.id) }
    }
  }

  /// The layers in the chain that have to be known with all below them.
  private func open(in image: Image, _ freed: Set<LayerSizes.Layer>) -> [LayerSizes.Layer] {
    // All may be clear but which of them the build cache holds: that is a matter of each layer.
    let isSumClear = sizes.bytes(of: freed).isExact
    return sizes.chain(of: image).filter { layer in
      sizes.isOpenJoint(layer) || isSumClear && freed.contains(layer) && !sizes.size(of: layer).isExact
    }
  }

  /// Whether nobody has tried yet to look at files of the layers.
  private func hasFiles(of image: Image, _ freed: Set<LayerSizes.Layer>) -> Bool {
    sizes.chain(of: image).contains { freed.contains($0) && inventory.layerSizes[sizes.id(of: $0)] == nil }
  }
}
