/// Which containers use an image.
package struct ImageUsers {
  /// Those that stay.
  private(set) var staying: [ImageID: [ContainerID]] = [:]
  /// Those that the plan removes.
  private(set) var leaving: [ImageID: [ContainerID]] = [:]
  /// Whether some container uses an image that nobody can name: then every image may be in use.
  private(set) var hasUnknown = false
  /// The names of those that stay and are not the engine's own, so that its lists hide them.
  private(set) var external: [ImageID: [String]] = [:]
  private let index: ImageIndex

  func children(of id: ImageID) -> [ImageID]? { index.children[id]?.sorted() }

  init(_ containers: [Container], leaving gone: Set<ContainerID>, _ index: ImageIndex) {
    self.index = index
    for container in containers {
      let mounted = container.mounts.filter { $0.type == "image" }.map { index.resolve($0.name ?? $0.source) }
      for used in (container.hasNoImage ? [] : [container.image]) + mounted {
        guard let used else {
          if !gone.contains(container.id) { hasUnknown = true }
          continue
        }
        if gone.contains(container.id) {
          leaving[used, default: []].append(container.id)
        } else {
          staying[used, default: []].append(container.id)
          if container.isExternal { external[used, default: []].append(container.displayName) }
        }
      }
    }
  }
}
