/// Which images the manifest lists of a storage are made of.
package struct ManifestLists: Sendable {
  /// The names of the lists, by the digest of a member.
  private var holders: [String: [String]] = [:]
  private var isEmpty = true
  /// Whether nobody can say what one of them is made of: then every image may be a member.
  private var hasUnreadable = false
  /// Those that have to be read before an image may go.
  private(set) var unread: Set<ImageID> = []

  package init(_ images: [Image]) {
    for image in images {
      if image.isKnownImage { continue }
      switch image.form {
      case .image: break
      case .undetermined, .unreadList: unread.insert(image.id)
      case .list(let members):
        for digest in members { holders[digest, default: []].append(image.displayName) }
      case .unreadable: hasUnreadable = true
      }
      isEmpty = false
    }
  }

  /// Why an image may not go, as far as the lists were read: one of them would miss it.
  package func keep(_ image: Image) -> KeepReason? {
    if isEmpty { return nil }
    let digests = Set([image.digest].compactMap(\.self) + image.digests.map(Reference.digest))
    let lists = Set(digests.flatMap { holders[$0] ?? [] }).sorted()
    if !lists.isEmpty { return .partOfManifestLists(lists) }
    return hasUnreadable || (image.digest == nil && !holders.isEmpty) ? .unknown(.manifestLists) : nil
  }
}

extension Image {
  /// Whether it is known to be no list: whatever has layers is an image.
  package var isKnownImage: Bool {
    form == .image || (form == .undetermined && layers.value?.chain.isEmpty == false)
  }
}
