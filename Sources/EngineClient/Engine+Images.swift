import NIOHTTP1
package import Policies

extension Engine {
  /// `GET /images/json?all=1`: every image, the intermediate ones of the legacy builder too, without details and layers.
  ///
  /// Podman's own list in its place also has manifest lists, which the other hides from Podman 5 on, and digests.
  package func images() async throws(EngineError) -> [Image] {
    let isPodman = identity.kind == .podman
    let path = isPodman ? "/libpod/images/json?all=true" : "/images/json?all=1"
    return try await list(path) { (wire: ImageWire, request) throws(EngineError) -> Image in
      guard var image = wire.image else {
        throw .undecodable(request: request, detail: "'\(wire.Id)' is no image ID")
      }
      if isPodman, wire.IsManifestList == nil, image.mayBeList {
        image.form = image.digest == Self.emptyList ? .unreadList : .undetermined
      }
      // A list has no layers to ask for.
      if image.form == .unreadList { image.layers = .known(ImageLayers(chain: [], history: [])) }
      return image
    }
  }

  /// What Podman has for the digest of each list that was made here: the one with which it begins, which is empty.
  private static let emptyList = "sha256:20b959ad5960230b65a77b746bdbf5d991ade4d7a129c2554e167acdcc990531"

  /// `GET /images/{id}/json`; `nil` if it is gone.
  package func image(_ id: ImageID) async throws(EngineError) -> ImageInspection? {
    guard let answer = try await find("/images/\(id)/json") else { return nil }
    let wire = try answer.decode(ImageInspectionWire.self)
    guard ImageID(wire.Id) == id else { return nil }
    guard let chain = LayerID.chain(wire.RootFS?.Layers ?? []) else {
      throw .undecodable(request: answer.request, detail: "a layer is no SHA-256 digest")
    }
    let folders = wire.GraphDriver?.layers ?? []
    return ImageInspection(image: wire.image(id), chain: chain, folders: folders.count == chain.count ? folders : [])
  }

  /// `GET /images/{id}/history`, base first; `nil` if the image is gone.
  package func history(of id: ImageID) async throws(EngineError) -> [HistoryEntry]? {
    // Podman knows no whole digest in this path.
    let name = identity.kind == .podman ? id.hex : id.description
    guard let answer = try await find("/images/\(name)/history") else { return nil }
    return try answer.decode([HistoryWire].self).reversed().map(\.entry)
  }

  /// `DELETE /images/{repository:tag}`: takes one reference off; the image goes with its last one. Never by force.
  package func untag(_ reference: String) async throws(EngineError) -> ImageRemoval {
    try await delete("/images/\(reference.percentEncoded(keeping: "/:@"))")
  }

  /// `DELETE /images/{id}`: never by force; `noprune=1` leaves untagged parents where they are.
  package func remove(_ id: ImageID, keepingParents: Bool) async throws(EngineError) -> ImageRemoval {
    guard keepingParents, identity.kind == .podman else {
      return try await delete("/images/\(id)" + (keepingParents ? "?noprune=1" : ""))
    }
    return try await deleteOnPodman(id)
  }

  private func delete(_ path: String) async throws(EngineError) -> ImageRemoval {
    let answer = try await call(.DELETE, path, within: transport.options.removalTimeout)
    let lines = try answer.decode([RemovalWire].self)
    return ImageRemoval(
      untagged: lines.compactMap(\.Untagged),
      deleted: lines.compactMap(\.Deleted).map { LayerID($0)?.description ?? $0 })
  }
}

/// An image with its layers from the base up.
package struct ImageInspection: Hashable, Sendable {
  package let image: Image
  package let chain: [LayerID]
  /// Where the engine keeps each of them; empty where it does not say.
  package let folders: [String]
}

/// What the engine says went.
package struct ImageRemoval: Hashable, Sendable {
  package let untagged: [String]
  /// Images and, where the engine names them, layers: `sha256:` and 64 digits.
  package let deleted: [String]
}

extension Image {
  /// Podman before version 5 does not say; a list's size is that of its manifest, of which nobody reads more than 4 MiB.
  fileprivate var mayBeList: Bool { parent == nil && size.map { $0 <= ByteCount(4 << 20) } ?? true }
}

extension LayerID {
  /// The chain IDs of diff IDs, base first, as the OCI image specification defines them.
  ///
  /// `nil` where one is no SHA-256 digest.
  static func chain(_ diffs: [String]) -> [LayerID]? {
    var chain: [LayerID] = []
    for diff in diffs {
      guard let layer = LayerID(diff) else { return nil }
      guard let below = chain.last else {
        chain.append(layer)
        continue
      }
      guard let next = LayerID(bytes: SHA256("\(below) \(layer)").bytes) else { return nil }
      chain.append(next)
    }
    return chain
  }
}
