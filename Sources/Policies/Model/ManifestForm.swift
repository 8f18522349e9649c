/// Whether an image is one, or a list of the images of several platforms, which Podman keeps and names like an image.
package enum ManifestForm: Hashable, Sendable {
  case image
  /// The engine does not say which; what an inspection shows as an image is one.
  case undetermined
  /// Nobody asked yet what it is made of.
  case unreadList
  /// With the digests of its members' manifests.
  case list([String])
  /// The engine was asked and does not say what it is made of.
  case unreadable
}

extension ManifestForm {
  /// Whether it is known to be no image.
  package var isList: Bool {
    switch self {
    case .unreadList, .list, .unreadable: true
    case .image, .undetermined: false
    }
  }
}
