/// What an engine's sizes of images and of their histories mean.
package enum ImageSizes: Hashable, Sendable {
  /// Sums of what their layers take on the disk, to the byte: Docker's graph drivers.
  case sums
  /// An image's size counts the archives that its layers came in as well, its history only the layers: containerd's
  /// store.
  case withArchives
  /// Sizes of archives that are not there, which say nothing of the disk: Podman.
  case ofArchives

  /// Whether a record of the build cache may hold the same layer as an image.
  var sharesLayersWithCache: Bool { self != .ofArchives }
}

/// What is known of the sizes of layers.
///
/// An image's size is what its topmost layer takes with all below it, and its history tells the same of those in between,
/// as far as it is clear which entry is which layer. A layer that several images share is known by whatever any of them
/// tells. What somebody measured of a single layer goes before all of that.
struct LayerSizes: Sendable {
  /// A layer by its place among those that images have: a host can have a million, most of them looked up many times.
  struct Layer: Hashable, Sendable {
    fileprivate let number: Int32
    var index: Int { Int(number) }
  }

  private var layers: [LayerID: Layer] = [:]
  private var ids: [LayerID] = []
  /// What each takes with all below it.
  private var through: [ByteBounds] = []
  /// The one that each stands on; none for a base.
  private var lower: [Layer?] = []
  /// How many stand on each, an image that ends there among them.
  private var uppers: [Int32] = []
  private var measured: [Layer: ByteCount] = [:]
  private let meaning: ImageSizes

  /// What stays small beside the layers of an image: its manifest and its configuration.
  private static let recordLimit = ByteCount(65_536)

  init(_ images: some Collection<Image>, measured: [LayerID: ByteCount] = [:], _ meaning: ImageSizes) {
    self.meaning = meaning
    for image in images {
      guard let chain = image.layers.value?.chain else { continue }
      var top: Layer?
      for id in chain { top = add(id, on: top) }
      guard let top else { continue }
      uppers[top.index] += 1
      guard let size = image.size else { continue }
      switch meaning {
      case .sums: through[top.index] = ByteBounds(exactly: size)
      case .withArchives:
        through[top.index] = ByteBounds(lower: max(.zero, size - Self.recordLimit), upper: size)
      case .ofArchives: break
      }
    }
    for (id, size) in measured {
      if let layer = layers[id] { self.measured[layer] = size }
    }
    guard meaning != .ofArchives else { return }
    for image in images { learn(from: image) }
    limitFromAbove()
  }

  /// Nothing takes more than what stands on it.
  private mutating func limitFromAbove() {
    // What stands on another one has come later.
    for (index, lower) in lower.enumerated().reversed() {
      guard let lower, let limit = through[index].upper, limit >= through[lower.index].lower else { continue }
      through[lower.index].upper = min(limit, through[lower.index].upper ?? limit)
    }
  }

  private mutating func add(_ id: LayerID, on below: Layer?) -> Layer {
    if let known = layers[id] { return known }
    let layer = Layer(number: Int32(ids.count))
    layers[id] = layer
    ids.append(id)
    through.append(.unknown)
    lower.append(below)
    uppers.append(0)
    if let below { uppers[below.index] += 1 }
    return layer
  }

  /// All layers.
  var all: some Collection<Layer> { ids.indices.lazy.map { Layer(number: Int32($0)) } }
  var count: Int { ids.count }
  func layer(_ id: LayerID) -> Layer? { layers[id] }
  func id(of layer: Layer) -> LayerID { ids[layer.index] }
  /// The one that it stands on.
  func below(_ layer: Layer) -> Layer? { lower[layer.index] }
  /// From the base up; empty where the image's are not known.
  func chain(of image: Image) -> [Layer] { (image.layers.value?.chain ?? []).compactMap { layers[$0] } }

  /// A history that does not add up to the image's size, or speaks against what others say, says nothing.
  private mutating func learn(from image: Image) {
    guard let layers = image.layers.value, var prefixes = layers.prefixes else { return }
    if let size = image.size, let total = prefixes.last {
      guard let most = total.upper, most <= size, total.lower == most else { return }
      guard meaning == .withArchives || most == size else { return }
      // Where its archives lie, nobody says.
      prefixes = prefixes.map { ByteBounds(lower: $0.lower, upper: $0.upper.map { $0 + (size - most) }) }
    } else if meaning == .withArchives {
      prefixes = prefixes.map { ByteBounds(atLeast: $0.lower) }
    }
    let chain = chain(of: image)
    let told = zip(chain, prefixes).map { layer, told in told.within(through[layer.index]) }
    guard told.allSatisfy({ $0 != nil }) else { return }
    for (layer, bounds) in zip(chain, told) { through[layer.index] = bounds ?? .unknown }
  }

  /// What goes with an image itself, whatever becomes of its layers.
  var record: ByteBounds {
    meaning == .sums ? .zero : ByteBounds(lower: .zero, upper: Self.recordLimit)
  }

  /// What one layer takes alone.
  func size(of layer: Layer) -> ByteBounds { bytes(of: [layer]) }

  /// What these layers take together.
  func bytes(of layers: Set<Layer>) -> ByteBounds {
    var total = ByteBounds.zero
    // Of layers that stand on each other, only the ends of the pile count.
    var ends: [Layer: Int64] = [:]
    for layer in layers {
      if let size = measured[layer] {
        total = total + ByteBounds(exactly: size)
      } else {
        ends[layer, default: 0] += 1
        if let lower = below(layer) { ends[lower, default: 0] -= 1 }
      }
    }
    var (lower, upper): (Int64, Int64?) = (0, 0)
    for (layer, times) in ends where times != 0 {
      let bounds = through[layer.index]
      if times > 0 {
        lower += times * bounds.lower.bytes
        upper = upper.flatMap { upper in bounds.upper.map { upper + times * $0.bytes } }
      } else {
        // Nothing takes more than what stands on it, so what is unknown can be all of that.
        lower = bounds.upper.map { lower + times * $0.bytes } ?? .min / 2
        upper = upper.map { $0 + times * bounds.lower.bytes }
      }
    }
    return total + ByteBounds(lower: ByteCount(max(0, lower)), upper: upper.map { ByteCount(max(0, $0)) })
  }

  /// Whether it is where chains of images part or end, and what it takes with all below it is not known to the byte.
  func isOpenJoint(_ layer: Layer) -> Bool { uppers[layer.index] != 1 && !through[layer.index].isExact }

  /// Whether the size of one of them is not known to the byte.
  func areUnclear(_ layers: Set<Layer>) -> Bool { layers.contains { !size(of: $0).isExact } }
}

extension ByteBounds {
  /// What both say; `nil` where they contradict each other.
  fileprivate func within(_ other: ByteBounds) -> ByteBounds? {
    let lower = max(lower, other.lower)
    let upper = [upper, other.upper].compactMap { $0 }.min()
    if let upper, upper < lower { return nil }
    return ByteBounds(lower: lower, upper: upper)
  }
}
