/// A network, as the engine's list shows it.
package struct Network: Hashable, Sendable {
  package var id: NetworkID
  package var name: String
  package var driver: String
  /// `local`, `global` or `swarm`; empty where the engine does not say.
  package var scope: String
  package var labels: [String: String]
  package var created: Timestamp?
  /// Whether the engine comes with it and cannot do without.
  package var isPredefined: Bool
  /// Whether a systemd unit makes or uses it. Podman's Quadlet leaves no label on networks.
  package var isOfUnit: Bool
  /// Whether it only holds a configuration, for networks that are made from it.
  package var isConfigOnly: Bool
  /// The network that it was made from.
  package var configFrom: String?
  /// What an inspection shows to be on it.
  package var endpoints: Lookup<[NetworkEndpoint]>

  package init(
    id: NetworkID, name: String, driver: String = "bridge", scope: String = "local", labels: [String: String] = [:],
    created: Timestamp? = nil, isPredefined: Bool = false, isOfUnit: Bool = false, isConfigOnly: Bool = false,
    configFrom: String? = nil, endpoints: Lookup<[NetworkEndpoint]> = .notAsked
  ) {
    self.id = id
    self.name = name
    self.driver = driver
    self.scope = scope
    self.labels = labels
    self.created = created
    self.isPredefined = isPredefined
    self.isOfUnit = isOfUnit
    self.isConfigOnly = isConfigOnly
    self.configFrom = configFrom
    self.endpoints = endpoints
  }
}

/// What is on a network: a container, or something that no list of containers has, as the gateway of a Swarm node.
package struct NetworkEndpoint: Hashable, Sendable {
  package var name: String
  /// `nil` where it is none.
  package var container: ContainerID?
  package init(name: String, container: ContainerID? = nil) {
    self.name = name
    self.container = container
  }
}
