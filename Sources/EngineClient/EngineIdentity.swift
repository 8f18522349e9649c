package import Policies

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
  /// The engine's own; the same at each call. Two daemons of one host may share it: Docker 20.10 takes it from a file in
  /// `/etc/docker`.
  package let id: String
  /// Its clock when it answered.
  package let clock: Timestamp?
  package let store: ImageStore
  /// Such as `overlay2`; empty where it does not say.
  package let storageDriver: String
  /// Where it keeps its data, which no other engine of its host shares; empty where it does not say.
  package let rootDirectory: String
}

/// How the engine keeps images, as far as bytes depend on it.
package enum ImageStore: Hashable, Sendable {
  /// Docker's graph drivers: an image's size is the sum of its layers, and a removal names the layers that went.
  case layers
  /// containerd's snapshots: sizes count archives as well, and a removal names no layers.
  case snapshots
  case unknown

  package var imageSizes: ImageSizes {
    switch self {
    case .layers: .sums
    case .snapshots: .withArchives
    case .unknown: .ofArchives
    }
  }
}
