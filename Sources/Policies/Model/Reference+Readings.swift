/// What spares images (`[protect] images`, `except`) goes by everything that a person may call one; what selects them goes by
/// Docker's own meaning.
extension Reference {
  /// The names of what an engine lists, with tag or digest and without: as it is listed, familiar and in full, with and
  /// without the registry.
  static func readings(_ text: String) -> Set<String> {
    let reference = Reference(text)
    var names: Set = [reference.repository]
    if namesRegistry(reference.repository[...]) {
      names.insert(String(reference.repository[reference.repository.pathStart...]))
    } else {
      // Docker's own registry goes without saying, and so does Podman's name for what was built here.
      let path = reference.repository.contains("/") ? reference.repository : "library/\(reference.repository)"
      let registries = ["docker.io/", "index.docker.io/"]
      names.formUnion([path, "localhost/\(reference.repository)"])
      // Docker takes `docker.io/nginx` for `docker.io/library/nginx`.
      names.formUnion(registries.flatMap { [$0 + path, $0 + reference.repository] })
    }
    return Set(names.flatMap { [$0 + reference.suffix, $0] } + [text])
  }
}

extension String {
  /// After the first slash.
  fileprivate var pathStart: Index { firstIndex(of: "/").map(index(after:)) ?? startIndex }
}

extension Image {
  /// Everything that a person may call it.
  var readings: [String] { (tags + digests).flatMap(Reference.readings) }
}

extension Glob {
  /// Whether any reading of an image's references matches, with `*` over slashes.
  func spares(_ readings: [String]) -> Bool {
    // No list has a tag and a digest in one.
    let bare = description.contains("@") ? Glob(Reference(description).text) ?? self : self
    return readings.contains { bare.matches($0, pathwise: false) }
  }
}
