/// What the ledger remembers of earlier inventories.
package struct Memory: Hashable, Sendable {
  package var images: [ImageID: Sighting]
  package var volumes: [VolumeName: Sighting]
  package var networks: [NetworkID: Sighting]
  package init(
    images: [ImageID: Sighting] = [:], volumes: [VolumeName: Sighting] = [:], networks: [NetworkID: Sighting] = [:]
  ) {
    self.images = images
    self.volumes = volumes
    self.networks = networks
  }
}
