import FoundationEssentials
package import Policies

/// What the engine's own files tell that no answer of it does, where they are files of this host.
package struct EngineFiles: Sendable {
  private let engine: Engine
  private let information: EngineInformation

  package init(of engine: Engine, _ information: EngineInformation) {
    self.engine = engine
    self.information = information
  }

  /// What layers take alone, of those in `wanted`; what janitor cannot see is left out.
  ///
  /// - Parameter chain: all layers of the image, base first.
  package func layerSizes(
    of image: ImageID, _ chain: [LayerID], only wanted: Set<LayerID>
  ) async -> [LayerID: ByteCount] {
    guard engine.seesFiles, !information.rootDirectory.isEmpty else { return [:] }
    switch information.store {
    case .layers: return recordedSizes(wanted)
    case .snapshots: return [:]
    case .unknown:
      guard let image = try? await engine.image(image), image.chain == chain else { return [:] }
      return measuredSizes(image, wanted)
    }
  }

  /// Docker's graph drivers write down the size of each layer, the same that its images' sizes are made of.
  private func recordedSizes(_ layers: Set<LayerID>) -> [LayerID: ByteCount] {
    let folder = "\(information.rootDirectory)/image/\(information.storageDriver)/layerdb/sha256"
    var sizes: [LayerID: ByteCount] = [:]
    for layer in layers {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(layer.description.dropFirst(7))/size"),
        let size = Int64(String(decoding: data, as: UTF8.self)), size >= 0
      else { continue }
      sizes[layer] = ByteCount(size)
    }
    return sizes
  }

  /// Podman writes no size down that means the disk: every file is looked at.
  private func measuredSizes(_ image: ImageInspection, _ layers: Set<LayerID>) -> [LayerID: ByteCount] {
    var sizes: [LayerID: ByteCount] = [:]
    for (layer, folder) in zip(image.chain, image.folders) where layers.contains(layer) {
      guard let size = diskUsage(of: folder) else { continue }
      // Beside the layer lies how its archive was put together.
      let name = folder.split(separator: "/").last ?? ""
      let split = "\(information.rootDirectory)/\(information.storageDriver)-layers/\(name).tar-split.gz"
      sizes[layer] = size + (diskUsage(of: split) ?? .zero)
    }
    return sizes
  }

  /// The layers of an image that were there when it was looked at and are not any more; `nil` where nobody can see them.
  package func vanished(_ image: ImageInspection) -> [LayerID]? {
    guard engine.seesFiles, !image.folders.isEmpty else { return nil }
    var gone: [LayerID] = []
    for (layer, folder) in zip(image.chain, image.folders) {
      let store = folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.startIndex)
      // What cannot be looked into may hold anything.
      guard FileManager.default.isReadableFile(atPath: String(store)) else { return nil }
      if !FileManager.default.fileExists(atPath: folder) { gone.append(layer) }
    }
    return gone
  }
}

extension Engine {
  /// Whether the engine's files are this host's files.
  var seesFiles: Bool { if case .unix = identity.host { true } else { false } }
}
