/// Facts that the planner needs next; what an engine cannot give is to be filled in as `.unavailable`.
package struct Wanted: Hashable, Sendable {
  package var containerDetails: Set<ContainerID> = []
  package var containerSizes: Set<ContainerID> = []
  /// What ties them to others: one may go only where none that stays needs it.
  package var containerTies: Set<ContainerID> = []
  package var imageDetails: Set<ImageID> = []
  /// Chains of layers; an inspection gives these and the details in one.
  package var imageChains: Set<ImageID> = []
  package var imageHistories: Set<ImageID> = []
  /// What may be manifest lists, and what those are made of: an image goes only where no list has it.
  package var manifestForms: Set<ImageID> = []
  /// One answer of the engine has the sizes of all volumes.
  package var volumeSizes: Set<VolumeName> = []
  package var networkEndpoints: Set<NetworkID> = []
  /// The build cache, which may hold layers of images that go.
  package var cacheRecords = false
  /// Images whose layers somebody should look at on the disk.
  package var layerSizes: Set<ImageID> = []
  package init() {}
  package var isEmpty: Bool { self == Wanted() }
}
