/// A container, as the engine's list shows it; what only an inspection shows is in `details` and `size`.
package struct Container: Hashable, Sendable {
  package var id: ContainerID
  /// Its own name and those that links gave it (`other/alias`), none with a leading slash.
  package var names: [String]
  /// The image it runs; `nil` where the engine does not say.
  package var image: ImageID?
  /// The reference it was created with, which may point elsewhere by now.
  package var imageReference: String
  /// To the second from the list, to the nanosecond once `details` are known.
  package var created: Timestamp?
  package var state: ContainerState
  /// A lower bound of how long it has been in that state, where the list says it.
  package var inStateAtLeast: Duration?
  /// Of its last run, where the list says it.
  package var exitCode: Int?
  /// `nil` where the list does not say (of a paused one); known once `details` are.
  package var health: Health?
  package var labels: [String: String]
  package var mounts: [Mount]
  /// Network name to network ID; the ID is empty while it is not connected.
  package var networks: [String: String]
  /// The container whose network it shares, where the list says so.
  package var networkOwner: ContainerID?
  package var ports: [Port]
  /// Podman's pod that it is part of.
  package var pod: Pod?
  /// Whether it only lies in Podman's storage, and another tool or a build made it: Podman cannot start or remove it.
  package var isExternal: Bool
  /// Whether it runs no image at all, as one made from a root file system does; not to be mixed up with an unknown one.
  package var hasNoImage: Bool
  package var ties: Lookup<ContainerTies>
  package var details: Lookup<ContainerDetails>
  package var size: Lookup<ContainerSize>
  /// Why it could not be looked at, where that failed.
  package var unseen: Unseen?

  package init(
    id: ContainerID, names: [String] = [], image: ImageID? = nil, imageReference: String = "",
    created: Timestamp? = nil, state: ContainerState, inStateAtLeast: Duration? = nil, exitCode: Int? = nil,
    health: Health? = nil,
    labels: [String: String] = [:], mounts: [Mount] = [], networks: [String: String] = [:],
    networkOwner: ContainerID? = nil, ports: [Port] = [],
    pod: Pod? = nil, isExternal: Bool = false, hasNoImage: Bool = false,
    ties: Lookup<ContainerTies> = .notAsked,
    details: Lookup<ContainerDetails> = .notAsked, size: Lookup<ContainerSize> = .notAsked
  ) {
    self.id = id
    self.names = names
    self.image = image
    self.imageReference = imageReference
    self.created = created
    self.state = state
    self.inStateAtLeast = inStateAtLeast
    self.exitCode = exitCode
    self.health = health
    self.labels = labels
    self.mounts = mounts
    self.networks = networks
    self.ports = ports
    self.networkOwner = networkOwner
    self.pod = pod
    self.isExternal = isExternal
    self.hasNoImage = hasNoImage
    self.ties = ties
    self.details = details
    self.size = size
  }

  /// What a person calls it: its name, or the first twelve digits of its ID.
  package var displayName: String { name ?? String(id.description.prefix(12)) }

  /// Its own name; those with a slash inside were given by links.
  package var name: String? { names.first { !$0.contains("/") } }
}

extension Container {
  /// What a dead one was before its removal was begun and failed; `nil` where it is not dead, or nobody knows yet.
  var stateBeforeRemoval: ContainerState? {
    guard state == .dead, let details = details.value else { return nil }
    return details.started == nil ? .created : .exited
  }
}

package enum Health: String, Hashable, Sendable, CaseIterable {
  case none, starting, healthy, unhealthy
}
