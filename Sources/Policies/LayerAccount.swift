/// Says what the removal of images frees: an image is a chain of layers, and a layer goes with the last image that has it.
///
/// Feed it with every image of the engine, then take away what goes, in order.
struct LayerAccount: Sendable {
  /// How many of the images that are left have the layer.
  private var holders: [LayerID: Int] = [:]
  /// What all layers up to this one take, where an image ends there; on stores whose image sizes are sums of layers.
  private var through: [LayerID: ByteCount] = [:]
  /// Whether an image that stays has layers that nobody knows: then nothing is sure to go.
  private let hasUnknownHolder: Bool
  private let sizesAreSums: Bool

  init(_ images: some Collection<Image>, sizesAreSums: Bool) {
    self.sizesAreSums = sizesAreSums
    var unknown = false
    for image in images {
      guard let layers = image.layers.value else {
        unknown = true
        continue
      }
      for layer in layers.chain { holders[layer, default: 0] += 1 }
      if sizesAreSums, let top = layers.chain.last, let size = image.size { through[top] = size }
    }
    hasUnknownHolder = unknown
  }

  /// Takes an image away together with the untagged parents that go along; what that frees, or `nil` if nobody can tell.
  mutating func remove(_ image: Image, with parents: [Image]) -> ByteBounds? {
    guard let layers = image.layers.value else { return nil }
    for gone in [image] + parents {
      for layer in gone.layers.value?.chain ?? [] { holders[layer, default: 0] -= 1 }
    }
    // Whoever has a layer has all below it, so what is free is the top of the chain.
    let free = layers.chain.reversed().prefix { holders[$0, default: 0] <= 0 }.count
    guard let bytes = bytes(of: image, top: free) else { return nil }
    return hasUnknownHolder ? ByteBounds(lower: .zero, upper: bytes.upper) : bytes
  }

  /// What the topmost `count` layers of an image take.
  func bytes(of image: Image, top count: Int) -> ByteBounds? {
    guard count > 0 else { return .zero }
    guard let layers = image.layers.value else { return nil }
    let chain = layers.chain
    let below = chain.count - count
    if let whole = chain.last.flatMap({ through[$0] }) {
      if below == 0 { return ByteBounds(exactly: whole) }
      if let base = through[chain[below - 1]] { return ByteBounds(exactly: whole - base) }
    }
    guard let bounds = layers.bytes(ofTop: count) else { return nil }
    // Elsewhere the history counts archives, not what lies on the disk: at most about so much.
    return sizesAreSums ? bounds : ByteBounds(lower: .zero, upper: bounds.upper)
  }
}

/// Turns what an engine said it let go into bytes.
package struct LayerRelease: Sendable {
  private let account: LayerAccount

  /// - Parameter images: every image of the inventory, for the sizes of layers that several share.
  package init(among images: [Image]) { account = LayerAccount(images, sizesAreSums: true) }

  /// The sum of the layers among `deleted`, image and layer digests mixed as the engine lists them.
  ///
  /// `nil` where the size of a layer is not known exactly.
  package func bytes(of image: Image, deleted: [String]) -> ByteCount? {
    guard let chain = image.layers.value?.chain else { return nil }
    let gone = Set(deleted)
    let count = chain.reversed().prefix { gone.contains($0.description) }.count
    guard let bytes = account.bytes(of: image, top: count), bytes.isExact else { return nil }
    return bytes.lower
  }
}
