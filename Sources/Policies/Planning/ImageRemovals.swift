/// Works out which of the images that policies would take can really go, and what goes with them.
///
/// With the legacy builder, an image stands on its parent. A parent can go only when all its children go; and when the
/// last child of an untagged parent goes, the engine takes the parent along.
///
/// Each image is looked at once, however long the chains are.
struct ImageRemovals {
  let index: ImageIndex
  private let users: ImageUsers
  private let lists: ManifestLists
  private let protection: Protection
  /// Images that policies want whole.
  private let wanted: Set<ImageID>
  private var going: Set<ImageID> = []
  private var heights: [ImageID: Int] = [:]
  private var families: [ImageID: Family] = [:]
  /// How many children each parent still has, as removals go on.
  private var childrenLeft: [ImageID: Int]

  /// The parents above an image, one on another, that the engine would take along with their last child: without a
  /// reference, in nobody's use, and not removed by a step of their own.
  private struct Family {
    var top: ImageID
    var hasProtected: Bool
  }

  init(
    _ wanted: Set<ImageID>, _ index: ImageIndex, _ users: ImageUsers, _ lists: ManifestLists, _ protection: Protection
  ) {
    self.wanted = wanted
    self.index = index
    self.users = users
    self.lists = lists
    self.protection = protection
    childrenLeft = index.children.mapValues(\.count)
    decideUpwards()
    findFamilies()
  }

  /// Children before parents.
  private mutating func decideUpwards() {
    var undecided = childrenLeft
    var open = index.ids.filter { index.children[$0] == nil }
    while let id = open.popLast() {
      decide(id)
      guard let parent = index.parent(of: id), let left = undecided[parent] else { continue }
      undecided[parent] = left - 1
      if left == 1 { open.append(parent) }
    }
  }

  private mutating func decide(_ id: ImageID) {
    let children = index.children[id] ?? []
    heights[id] = children.compactMap { heights[$0] }.max().map { $0 + 1 } ?? 0
    guard children.allSatisfy(going.contains) else { return }
    if wanted.contains(id) || (!children.isEmpty && canCascade(id)) { going.insert(id) }
  }

  /// Parents before children.
  private mutating func findFamilies() {
    var open = index.ids.filter { index.parent(of: $0) == nil }
    while let id = open.popLast() {
      guard let children = index.children[id] else { continue }
      open += children
      guard !wanted.contains(id), isLoose(id) else { continue }
      let above = families[id]
      let family = Family(top: above?.top ?? id, hasProtected: above?.hasProtected ?? false || !canCascade(id))
      for child in children { families[child] = family }
    }
  }

  /// Whether the engine would take it along with its last child, and janitor lets it.
  private func canCascade(_ id: ImageID) -> Bool {
    isLoose(id) && index[id].map { protection.protector(of: $0) == nil && lists.keep($0) == nil } ?? false
  }

  /// Without a reference and a user: what the engine takes along when the last child goes.
  private func isLoose(_ id: ImageID) -> Bool {
    guard let image = index[id] else { return false }
    return image.removableReferences.isEmpty && users.staying[id] == nil && !image.isReadOnly
  }

  func goes(_ id: ImageID) -> Bool { going.contains(id) }

  /// The children that hold it back.
  func stayingChildren(of id: ImageID) -> [ImageID] {
    (index.children[id] ?? []).filter { !going.contains($0) }.sorted()
  }

  /// How many generations of images stand on it: those with none leave first.
  func height(of id: ImageID) -> Int { heights[id] ?? 0 }

  /// The topmost of the parents above it that the engine would take along with their last child.
  func family(of id: ImageID) -> ImageID? { families[id]?.top }

  /// Takes one image away: the parents that it takes along now that those before it are gone, nearest first; and whether
  /// the engine must be told to leave parents alone, because one of them is protected.
  ///
  /// It is told so for each of the children, not for the last alone: which is the last, others have a hand in.
  mutating func remove(_ id: ImageID) -> (parents: [ImageID], keepsParents: Bool) {
    var left = takeChild(id)
    guard let family = families[id] else { return ([], false) }
    if family.hasProtected { return ([], true) }
    var parents: [ImageID] = []
    var last = id
    while left == 0, families[last] != nil, let parent = index.parent(of: last) {
      parents.append(parent)
      left = takeChild(parent)
      last = parent
    }
    return (parents, false)
  }

  /// How many children its parent has without it.
  private mutating func takeChild(_ id: ImageID) -> Int? {
    guard let parent = index.parent(of: id), let left = childrenLeft[parent] else { return nil }
    childrenLeft[parent] = left - 1
    return left - 1
  }
}
