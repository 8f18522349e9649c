/// The kind of object that a policy is about, in the words of janitor.conf.
package enum Target: String, Hashable, Sendable, CaseIterable {
  case containers, images, volumes, networks
  case buildCache = "build-cache"

  /// The word for one of them, as steps and the ledger use it.
  package var singular: String {
    switch self {
    case .containers: "container"
    case .images: "image"
    case .volumes: "volume"
    case .networks: "network"
    case .buildCache: "build-cache"
    }
  }

  /// What `since` may say, its default for `remove` first.
  package var origins: [AgeOrigin] {
    switch self {
    case .containers: [.finished, .created, .started]
    case .images: [.lastUsed, .created, .tagged]
    case .volumes, .networks: [.unused]
    case .buildCache: [.lastUsed, .created]
    }
  }

  /// A container that is to be stopped has not finished: its age counts from its start.
  package func defaultOrigin(for action: PolicyAction) -> AgeOrigin {
    action == .stop ? .started : origins[0]
  }
}
