import EngineClient
import Policies
import Synchronization

/// How it is found out what the removal of an image freed.
enum ImageMeasure: Sendable {
  /// By the layers that the engine names.
  case named(LayerRelease)
  /// By the layers whose folders are gone.
  case seen(EngineFiles, LayerTally)
  /// By what the store takes before and after several steps: the executor's work.
  case metered
  case none

  init(_ information: EngineInformation, _ files: EngineFiles, _ inventory: Inventory) {
    switch information.store {
    case .layers: self = .named(LayerRelease(among: inventory))
    case .snapshots: self = .metered
    case .unknown: self = .seen(files, LayerTally(inventory.measuredLayers))
    }
  }

  /// - Parameters:
  ///   - image: as it was just before.
  ///   - deleted: what the engine says went; nothing where only a reference went.
  func bytes(of image: ImageInspection, deleted: [String]) -> ByteCount? {
    guard !deleted.isEmpty else { return .zero }
    switch self {
    case .named(let release): return release.bytes(deleted: deleted)
    case .seen(let files, let tally): return files.vanished(image).flatMap(tally.count)
    case .metered, .none: return nil
    }
  }
}

/// Counts layers that went, each with the first image that missed it: several go at the same time.
final class LayerTally: Sendable {
  private let sizes: [LayerID: ByteCount]
  private let counted = Mutex<Set<LayerID>>([])

  init(_ sizes: [LayerID: ByteCount]) { self.sizes = sizes }

  /// `nil` where the size of one is not known.
  func count(_ layers: [LayerID]) -> ByteCount? {
    let fresh = counted.withLock { counted in layers.filter { counted.insert($0).inserted } }
    let known = fresh.compactMap { sizes[$0] }
    return known.count == fresh.count ? known.reduce(.zero, +) : nil
  }
}
