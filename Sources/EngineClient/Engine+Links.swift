package import Policies

extension Engine {
  /// Says of the folders that containers have where they really are, as far as they are folders of this host.
  package func following(_ containers: [Container]) -> [Container] {
    guard seesFiles, containers.contains(where: { $0.mounts.contains { $0.type == "bind" } }) else { return containers }
    var links = Links()
    return containers.map { container in
      var container = container
      for index in container.mounts.indices where container.mounts[index].type == "bind" {
        let target = links.follow(container.mounts[index].source)
        if target != container.mounts[index].source { container.mounts[index].target = target }
      }
      return container
    }
  }

  /// Says of volumes where their files really are, as far as they are files of this host.
  func following(_ volumes: [Volume]) -> [Volume] {
    guard seesFiles, !volumes.isEmpty else { return volumes }
    var links = Links()
    return volumes.map { volume in
      var volume = volume
      let place = links.follow(volume.mountpoint)
      volume.sources = Array(Set(volume.sources + volume.sources.map { links.follow($0) })).sorted()
      volume.mountpoint = place
      return volume
    }
  }
}
