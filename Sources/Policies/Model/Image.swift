/// An image, as the engine's list shows it; what costs a request more is in `details` and `layers`.
package struct Image: Hashable, Sendable {
  package var id: ImageID
  /// The image it was built on by the legacy builder; other builders leave none.
  package var parent: ImageID?
  /// `repository:tag`, verbatim as the engine lists them, sorted.
  package var tags: [String]
  /// `repository@sha256:…`, verbatim, sorted.
  package var digests: [String]
  /// That of its manifest, by which a manifest list names it, where the engine says it: `sha256:` and 64 digits.
  package var digest: String?
  package var form: ManifestForm
  /// Whether it is in a store of images that the engine only reads, as Podman may be given some.
  package var isReadOnly: Bool
  /// The build's date, not the pull's; `nil` where the image has none.
  package var created: Timestamp?
  package var labels: [String: String]
  /// All its layers, shared ones included.
  package var size: ByteCount?
  package var details: Lookup<ImageDetails>
  package var layers: Lookup<ImageLayers>
  /// Why it could not be looked at, where that failed.
  package var unseen: Unseen?

  package init(
    id: ImageID, parent: ImageID? = nil, tags: [String] = [], digests: [String] = [], digest: String? = nil,
    form: ManifestForm = .image, isReadOnly: Bool = false, created: Timestamp? = nil,
    labels: [String: String] = [:], size: ByteCount? = nil, details: Lookup<ImageDetails> = .notAsked,
    layers: Lookup<ImageLayers> = .notAsked
  ) {
    self.id = id
    self.parent = parent
    self.tags = tags
    self.digests = digests
    self.digest = digest
    self.form = form
    self.isReadOnly = isReadOnly
    self.created = created
    self.labels = labels
    self.size = size
    self.details = details
    self.layers = layers
  }

  /// What a person calls it: its first tag, else its first digest, else the first twelve digits of its ID.
  package var displayName: String { tags.first ?? digests.first ?? String(id.hex.prefix(12)) }
}

/// What only an inspection shows; `nil` is unknown.
package struct ImageDetails: Hashable, Sendable {
  package var created: Timestamp?
  /// When a tag was last put on it here; engines forget it on load, and Podman never says.
  package var tagged: Timestamp?
  package init(created: Timestamp? = nil, tagged: Timestamp? = nil) {
    self.created = created
    self.tagged = tagged
  }
}

/// What an image is made of. It never changes, so it is learnt once for each ID.
package struct ImageLayers: Hashable, Sendable {
  /// From the base up.
  package var chain: [LayerID]
  /// From the base up; `nil` where nobody asked for it, empty where the image carries none.
  package var history: [HistoryEntry]?
  package init(chain: [LayerID], history: [HistoryEntry]? = nil) {
    self.chain = chain
    self.history = history
  }
}

/// One line of an image's history.
package struct HistoryEntry: Hashable, Sendable {
  package var size: ByteCount
  /// Whether its instruction can only have changed metadata, so that no layer belongs to it.
  package var isMetadata: Bool
  package init(size: ByteCount, isMetadata: Bool) {
    self.size = size
    self.isMetadata = isMetadata
  }
}
