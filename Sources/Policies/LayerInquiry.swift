/// Asks for what would make clear what images free, the cheapest first, and for no more than can tell.
///
/// What an image frees ends where its chain of layers meets another one's, and whoever has that layer can tell what it
/// takes with all below it: a hundred images on one base are clear by the history of one of them.
struct LayerInquiry {
  private let inventory: Inventory
  private let sizes: LayerSizes
  private let meaning: ImageSizes
  /// The layers of those who have told their histories.
  private lazy var heard = Set(inventory.images.filter { $0.layers.value?.history != nil }.flatMap(sizes.chain))
  /// The layers of those who are asked for theirs now.
  private var expected: Set<LayerSizes.Layer> = []

  init(_ inventory: Inventory, _ sizes: LayerSizes, _ meaning: ImageSizes) {
    self.inventory = inventory
    self.sizes = sizes
    self.meaning = meaning
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
      if hasTold || !open.isDisjoint(with: heard) {
        // Who could know was asked, and left it open.
        if hasFiles(of: image, freed.layers) {
          wanted.layerSizes.insert(image.id)
        } else if !hasTold {
          wanted.imageHistories.insert(image.id)
        }
      } else if open.isEmpty || !open.isSubset(of: expected) {
        wanted.imageHistories.insert(image.id)
        expected.formUnion(sizes.chain(of: image))
      }
    // Another one's history tells less than the own, and files tell nothing.
    case .withArchives: if !hasTold { wanted.imageHistories.insert(image.id) }
    case .ofArchives: if hasFiles(of: image, freed.layers) { wanted.layerSizes.insert(image.id) }
    }
  }

  /// The layers in the chain that have to be known with all below them.
  private func open(in image: Image, _ freed: Set<LayerSizes.Layer>) -> Set<LayerSizes.Layer> {
    let open = Set(sizes.chain(of: image).filter(sizes.isOpenJoint))
    // All is clear but which of them the build cache holds: that is a matter of each layer.
    return sizes.bytes(of: freed).isExact ? open.union(freed.filter { !sizes.size(of: $0).isExact }) : open
  }

  /// Whether nobody has tried yet to look at files of the layers.
  private func hasFiles(of image: Image, _ freed: Set<LayerSizes.Layer>) -> Bool {
    sizes.chain(of: image).contains { freed.contains($0) && inventory.layerSizes[sizes.id(of: $0)] == nil }
  }
}
