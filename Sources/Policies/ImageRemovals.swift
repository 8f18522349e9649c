/// Works out which of the images that policies would take can really go, and what goes with them.
///
/// With the legacy builder, an image stands on its parent. A parent can go only when all its children go; and when the
/// last child of an untagged parent goes, the engine takes the parent along.
struct ImageRemovals {
  private let index: ImageIndex
  private let users: ImageUsers
  private let protection: Protection
  /// Images that policies want whole.
  private let wanted: Set<ImageID>
  private var going: [ImageID: Bool] = [:]

  init(_ wanted: Set<ImageID>, _ index: ImageIndex, _ users: ImageUsers, _ protection: Protection) {
    self.wanted = wanted
    self.index = index
    self.users = users
    self.protection = protection
    // Children before parents, without recursion: chains of the legacy builder can be long.
    for id in index.images.keys.sorted() {
      var open = [id]
      while let next = open.last {
        let children = index.children[next] ?? []
        let undecided = children.filter { going[$0] == nil && !open.contains($0) }
        if undecided.isEmpty {
          open.removeLast()
          if going[next] == nil { going[next] = decide(next, children) }
        } else {
          open += undecided
        }
      }
    }
  }

  private func decide(_ id: ImageID, _ children: [ImageID]) -> Bool {
    guard children.allSatisfy({ going[$0] == true }) else { return false }
    return wanted.contains(id) || (!children.isEmpty && canCascade(id))
  }

  /// Whether the engine would take it along with its last child, and janitor lets it.
  private func canCascade(_ id: ImageID) -> Bool {
    isLoose(id) && index.images[id].map { protection.protector(of: $0) == nil } ?? false
  }

  /// Without a reference and a user: what the engine takes along when the last child goes.
  private func isLoose(_ id: ImageID) -> Bool {
    guard let image = index.images[id] else { return false }
    return image.removableReferences.isEmpty && users.staying[id] == nil
  }

  func goes(_ id: ImageID) -> Bool { going[id] == true }

  /// The children that hold it back.
  func stayingChildren(of id: ImageID) -> [ImageID] {
    (index.children[id] ?? []).filter { going[$0] != true }.sorted()
  }

  /// How many generations of going images stand on it: those with none leave first.
  func height(of id: ImageID) -> Int {
    var height = 0
    var level = index.children[id] ?? []
    while !level.isEmpty {
      height += 1
      level = level.flatMap { index.children[$0] ?? [] }
    }
    return height
  }

  /// The parents above it that the engine would take along with their last child, nearest first: without a reference, and
  /// in nobody's use.
  func looseAncestors(of id: ImageID) -> [ImageID] {
    var ancestors: [ImageID] = []
    var current = id
    while let parent = index.images[current]?.parent, index.images[parent] != nil, !wanted.contains(parent),
      isLoose(parent), !ancestors.contains(parent)
    {
      ancestors.append(parent)
      current = parent
    }
    return ancestors
  }

  /// What the removal of one image takes along when `gone` are gone already, nearest parent first; and whether the
  /// engine must be told to leave parents alone, because one of them is protected.
  ///
  /// It is told so for each of the children, not for the last alone: which is the last, others have a hand in.
  func cascade(from id: ImageID, after gone: Set<ImageID>) -> (parents: [ImageID], keepsParents: Bool) {
    let ancestors = looseAncestors(of: id)
    guard ancestors.allSatisfy(canCascade) else { return ([], true) }
    var parents: [ImageID] = []
    var gone = gone.union([id])
    for parent in ancestors {
      guard (index.children[parent] ?? []).allSatisfy(gone.contains) else { break }
      parents.append(parent)
      gone.insert(parent)
    }
    return (parents, false)
  }
}
