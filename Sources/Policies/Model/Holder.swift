/// Whom an object belongs to, as far as a person would sum it up.
package enum Holder: Hashable, Sendable {
  /// A Compose project, by its name where the labels tell it.
  case project(String?)
  case manager(Manager)
  /// Images of one repository.
  case repository(String)
  case untaggedImages
  /// Objects of nobody in particular.
  case containers, networks, anonymousVolumes, namedVolumes, buildCache
  /// Layers that several images share: no object has them alone.
  case sharedLayers

  /// `nil` where it belongs to nobody in particular.
  package init?(_ manager: Manager?, labels: [String: String]) {
    guard let manager else { return nil }
    self = manager == .compose ? .project(labels["com.docker.compose.project"]) : .manager(manager)
  }
}

/// How an object is used that no policy selects.
package enum Situation: Hashable, Sendable {
  case state(ContainerState)
  /// How many containers of an image there are.
  case containers(Int)
  case inUse(Bool)
}
