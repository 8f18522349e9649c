/// Says what the removal of images frees: an image is a chain of layers, and a layer goes with the last image that has it.
///
/// Feed it with every image of the engine, then take away what goes, in order.
struct LayerAccount: Sendable {
  let sizes: LayerSizes
  /// How many of the images that are left have the layer.
  private var holders: [Int32]
  /// Whether something that stays has layers that nobody knows: then nothing is sure to go.
  private let hasUnknownHolder: Bool
  private let pins: LayerPins

  /// - Parameter orphans: whether a container that stays runs an image that the engine does not list any more.
  init(_ images: some Collection<Image>, _ sizes: LayerSizes, pins: LayerPins = LayerPins(), orphans: Bool = false) {
    self.sizes = sizes
    self.pins = pins
    var holders = [Int32](repeating: 0, count: sizes.count)
    var unknown = orphans
    for image in images {
      if image.layers.value == nil { unknown = true }
      for layer in sizes.chain(of: image) { holders[layer.index] += 1 }
    }
    self.holders = holders
    hasUnknownHolder = unknown
  }

  /// Takes an image away together with the untagged parents that go along: the layers that no image has then, and what
  /// that frees.
  mutating func remove(_ image: Image, with parents: [Image] = []) -> (
    layers: Set<LayerSizes.Layer>, bytes: ByteBounds
  ) {
    let gone = [image] + parents
    var free: Set<LayerSizes.Layer> = []
    for layer in gone.flatMap(sizes.chain) {
      holders[layer.index] -= 1
      if holders[layer.index] == 0 { free.insert(layer) }
    }
    var bytes = sizes.bytes(of: free) + sizes.record
    if gone.contains(where: { $0.layers.value == nil }) { bytes = bytes + .unknown }
    bytes.lower = hasUnknownHolder ? .zero : sizes.bytes(of: free.subtracting(pins.hold(free))).lower
    return (free, bytes)
  }
}

/// Turns what an engine said it let go into bytes.
package struct LayerRelease: Sendable {
  private let sizes: LayerSizes
  private let images: Set<String>

  /// - Parameter inventory: with every image, for the sizes of layers that several share.
  package init(among inventory: Inventory) {
    sizes = LayerSizes(inventory.images, measured: inventory.measuredLayers, .sums)
    images = Set(inventory.images.map(\.id.description))
  }

  /// The sum of the layers among `deleted`, image and layer digests mixed as the engine lists them.
  ///
  /// `nil` where a digest is no known one, or the size of a layer is not known exactly.
  package func bytes(deleted: [String]) -> ByteCount? {
    var layers: Set<LayerSizes.Layer> = []
    for text in deleted where !images.contains(text) {
      guard let layer = LayerID(text).flatMap(sizes.layer) else { return nil }
      layers.insert(layer)
    }
    let bytes = sizes.bytes(of: layers)
    return bytes.isExact ? bytes.lower : nil
  }
}

extension Inventory {
  package var measuredLayers: [LayerID: ByteCount] { layerSizes.compactMapValues(\.value) }
}
