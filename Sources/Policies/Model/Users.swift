/// Which containers, in whatever state, use what at one instant, as far as a list of containers alone tells.
package struct Users: Hashable, Sendable {
  package private(set) var images: [ImageID: [ContainerID]] = [:]
  package private(set) var volumes: [VolumeName: [ContainerID]] = [:]
  private var networks: [String: [ContainerID]] = [:]
  /// Whether some container uses a volume that nobody can name: then every volume may be in use.
  package private(set) var hasUnknownVolume = false
  /// The networks that something runs on.
  private var activeNetworks: Set<String> = []

  package init(_ containers: some Sequence<Container>) {
    for container in containers {
      if let image = container.image { images[image, default: []].append(container.id) }
      for mount in container.mounts where mount.mayBeVolume {
        if let name = mount.name.flatMap({ VolumeName($0) }) {
          volumes[name, default: []].append(container.id)
        } else {
          hasUnknownVolume = true
        }
      }
      for key in Set(container.networks.keys).union(container.networks.values) where !key.isEmpty {
        networks[key, default: []].append(container.id)
        if container.state.isActive { activeNetworks.insert(key) }
      }
    }
  }

  /// By ID or by name: a container that never ran may know its network by name alone.
  package func containers(on network: Network) -> [ContainerID] {
    Array(Set((networks[network.id.description] ?? []) + (networks[network.name] ?? []))).sorted()
  }

  /// What the engine calls a network's active endpoints.
  func isActive(_ network: Network) -> Bool {
    activeNetworks.contains(network.id.description) || activeNetworks.contains(network.name)
  }
}

extension Mount {
  /// Whether it is a volume, or of a kind that this janitor does not know.
  var mayBeVolume: Bool { !["bind", "tmpfs", "image", "npipe"].contains(type) }
}

extension ContainerState {
  /// Whether a process of it is there.
  var isActive: Bool {
    switch self {
    case .running, .paused, .restarting: true
    case .created, .removing, .exited, .dead, .other: false
    }
  }
}
