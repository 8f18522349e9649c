package import Policies

package enum EngineKind: String, Hashable, Sendable {
  case docker, podman
}

/// Who answers, by its ping.
package struct EngineIdentity: Hashable, Sendable {
  package let kind: EngineKind
  package let version: String
  /// The one that is spoken.
  package let apiVersion: String
  package let host: EngineHost
}

/// What the engine says of itself.
package struct EngineInformation: Hashable, Sendable {
  /// The same at each call, and another for each engine.
  package let id: String
  /// Its clock when it answered.
  package let clock: Timestamp?
  package let store: ImageStore
  package let rootDirectory: String?
}

/// How the engine keeps images, as far as bytes depend on it.
package enum ImageStore: Hashable, Sendable {
  /// Docker's graph drivers: an image's size is the sum of its layers, and a removal names the layers that went.
  case layers
  /// containerd's snapshots: sizes count archives as well, and a removal names no layers.
  case snapshots
  case unknown
}
