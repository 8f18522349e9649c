import NIOHTTP1
package import Policies

extension Engine {
  /// `GET /libpod/manifests/{id}/json`: whether an image of Podman is a manifest list, and of what; `nil` if it is gone.
  ///
  /// An image is not asked for by that: Podman would look for such a list at registries.
  package func manifestForm(of image: Image) async throws(EngineError) -> ManifestForm? {
    if image.form == .undetermined {
      // A list has none under its ID: Podman 4 knows no such image, others fail.
      do {
        if try await self.image(image.id) != nil { return .image }
      } catch .refused(_, 500..., _) {}
    }
    guard try await find("/libpod/manifests/\(image.id.hex)/exists") != nil,
      let answer = try await find("/libpod/manifests/\(image.id.hex)/json")
    else { return nil }
    return .list(try answer.decode(ManifestListWire.self).manifests.map(\.digest))
  }

  /// `DELETE /libpod/images/remove` of one ID, with `noprune`: Docker's request, Podman 4 obeys without it.
  func deleteOnPodman(_ id: ImageID) async throws(EngineError) -> ImageRemoval {
    let path = "/libpod/images/remove?images=\(id.hex)&noprune=true"
    let answer = try await call(.DELETE, path, within: transport.options.removalTimeout)
    let wire = try answer.decode(PodmanRemovalWire.self)
    if let message = wire.Errors?.first { throw .refused(request: answer.request, status: 409, message: message) }
    return ImageRemoval(
      untagged: wire.Untagged ?? [], deleted: (wire.Deleted ?? []).map { LayerID($0)?.description ?? $0 })
  }
}

struct ManifestListWire: Decodable {
  struct Member: Decodable { var digest: String }
  enum CodingKeys: String, CodingKey { case manifests }
  let manifests: [Member]

  /// An empty list has `null`; one that says nothing of its members is not understood.
  init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    manifests = try keys.decodeNil(forKey: .manifests) ? [] : keys.decode([Member].self, forKey: .manifests)
  }
}

/// Refusals come with status 200.
struct PodmanRemovalWire: Decodable {
  var Deleted: [String]?
  var Untagged: [String]?
  var Errors: [String]?
}
