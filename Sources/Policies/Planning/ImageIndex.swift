/// Finds images by what people and containers call them, and who stands on whom.
struct ImageIndex {
  private let images: [Image]
  private let places: [ImageID: Int]
  /// Images built on one by the legacy builder.
  let children: [ImageID: [ImageID]]
  private let byReference: [String: ImageID]
  private let sortedIDs: [ImageID]

  init(_ list: [Image]) {
    var places: [ImageID: Int] = [:]
    var children: [ImageID: [ImageID]] = [:]
    for (place, image) in list.enumerated() where places[image.id] == nil {
      places[image.id] = place
      if let parent = image.parent { children[parent, default: []].append(image.id) }
    }
    images = list
    self.places = places
    self.children = children
    var byReference: [String: ImageID] = [:]
    for image in list {
      for text in image.tags + image.digests {
        byReference[text] = image.id
        byReference[Reference.familiar(text)] = image.id
      }
    }
    self.byReference = byReference
    sortedIDs = places.keys.sorted()
  }

  subscript(id: ImageID) -> Image? { places[id].map { images[$0] } }

  var ids: some Collection<ImageID> { places.keys }

  /// As Docker resolves it: a reference first, then a whole ID or a prefix of one that fits a single image.
  func resolve(_ text: String) -> ImageID? {
    if let id = ImageID(text), places[id] != nil, text.hasPrefix("sha256:") { return id }
    if let id = byReference[Reference(text).resolved] ?? byReference[text] { return id }
    let hex = text.hasPrefix("sha256:") ? String(text.dropFirst(7)) : text
    guard !hex.isEmpty else { return nil }
    let start = sortedIDs.partitioningIndex { $0.hex >= hex }
    guard start < sortedIDs.count, sortedIDs[start].hex.hasPrefix(hex) else { return nil }
    let isAmbiguous = start + 1 < sortedIDs.count && sortedIDs[start + 1].hex.hasPrefix(hex)
    return isAmbiguous ? nil : sortedIDs[start]
  }

  /// The images that somebody may mean by a name with its tag.
  func called(_ name: String) -> [ImageID] {
    images.filter { $0.readings.contains(name) }.map(\.id)
  }

  /// The image that it was built on, where the engine still has that.
  func parent(of id: ImageID) -> ImageID? { self[id]?.parent.flatMap { self[$0]?.id } }

  /// An image with all that was built on it.
  func withDescendants(_ id: ImageID) -> Set<ImageID> {
    var found: Set<ImageID> = []
    var open = [id]
    while let next = open.popLast() {
      if found.insert(next).inserted { open += children[next] ?? [] }
    }
    return found
  }
}

extension Array {
  /// The first index of a sorted array from which on the predicate holds.
  func partitioningIndex(where holds: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
