/// What the ledger remembers of earlier inventories.
package struct Memory: Hashable, Sendable {
  /// Only of those whose end has no date that says anything.
  package var containers: [ContainerID: Sighting]
  package var images: [ImageID: Sighting]
  package var volumes: [VolumeName: Sighting]
  package var networks: [NetworkID: Sighting]
  package init(
    containers: [ContainerID: Sighting] = [:], images: [ImageID: Sighting] = [:], volumes: [VolumeName: Sighting] = [:],
    networks: [NetworkID: Sighting] = [:]
  ) {
    self.containers = containers
    self.images = images
    self.volumes = volumes
    self.networks = networks
  }
}
