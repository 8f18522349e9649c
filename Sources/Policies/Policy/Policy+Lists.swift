extension Policy {
  /// The lists without which it cannot decide anything.
  var lists: Set<Target> {
    var lists: Set<Target> = [target]
    // Who uses an image, a volume or a network is in the list of containers.
    if [.images, .volumes, .networks].contains(target) { lists.insert(.containers) }
    if takesVolumes { lists.insert(.volumes) }
    if (filters.all + exceptions).contains(where: { $0.key == .ancestor }) { lists.insert(.images) }
    return lists
  }
}
