/// A volume, as the engine's list shows it.
package struct Volume: Hashable, Sendable {
  package var name: VolumeName
  package var driver: String
  package var labels: [String: String]
  /// As the engine has it, which is no age: on Docker 20.10 it moves when a file is made in the volume.
  package var created: Timestamp?
  /// Whether the engine made its name up for a container, and nobody gave it one; `nil` where nothing tells.
  package var isAnonymous: Bool?
  /// Whether the engine says that no container refers to it; `nil` where it does not say.
  package var isDangling: Bool?
  /// Whether a systemd unit makes or mounts it. Podman's Quadlet leaves no label on volumes.
  package var isOfUnit: Bool
  package var size: Lookup<ByteCount>
  /// Where its files are, links followed as far as somebody could; empty where the engine does not say.
  package var mountpoint: String
  /// The absolute paths in its driver's options, as the folder that stands behind it.
  package var sources: [String]

  package init(
    name: VolumeName, driver: String = "local", labels: [String: String] = [:], created: Timestamp? = nil,
    isAnonymous: Bool? = false, isDangling: Bool? = nil, isOfUnit: Bool = false, size: Lookup<ByteCount> = .notAsked,
    mountpoint: String = "", sources: [String] = []
  ) {
    self.name = name
    self.driver = driver
    self.labels = labels
    self.created = created
    self.isAnonymous = isAnonymous
    self.isDangling = isDangling
    self.isOfUnit = isOfUnit
    self.size = size
    self.mountpoint = mountpoint
    self.sources = sources
  }
}
