/// Which containers, in whatever state, use what at one instant, as far as a list of containers alone tells.
package struct Users: Hashable, Sendable {
  package private(set) var images: [ImageID: [ContainerID]] = [:]
  package private(set) var volumes: [VolumeName: [ContainerID]] = [:]
  private var networks: [String: [ContainerID]] = [:]
  /// Whether some container uses a volume that nobody can name: then every volume may be in use.
  package private(set) var hasUnknownVolume = false
  /// The networks that something runs on.
  private var activeNetworks: Set<String> = []
  /// The folders of the host that containers have.
  private var binds = Places<ContainerID>()
  /// The folders of the host that volumes stand for.
  private var sources = Places<VolumeName>()

  package init(_ containers: some Sequence<Container>, volumes listed: [Volume] = []) {
    for volume in listed {
      for source in volume.sources { sources.insert(source, volume.name) }
    }
    for container in containers {
      for mount in container.mounts where mount.type == "bind" {
        for path in Set([mount.source, mount.target ?? mount.source]) { binds.insert(path, container.id) }
      }
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

  /// Those that have the volume by its name, and those that have a folder of it by its path.
  package func containers(on volume: Volume) -> [ContainerID] {
    Array(Set((volumes[volume.name] ?? []) + containers(inside: volume))).sorted()
  }

  /// Whether anything uses the volume, as far as anybody knows.
  package func mayUse(_ volume: Volume) -> Bool {
    hasUnknownVolume || volume.isDangling != true || !containers(on: volume).isEmpty
      || !volumes(inside: volume).isEmpty
  }

  /// Those that have a folder of the volume by its path, of which the engine knows nothing.
  package func containers(inside volume: Volume) -> [ContainerID] { Array(Set(binds.holders(of: volume))).sorted() }

  /// Volumes whose files are in this one.
  package func volumes(inside volume: Volume) -> [VolumeName] {
    Array(Set(sources.holders(of: volume)).subtracting([volume.name])).sorted()
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
