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

  package init(
    id: NetworkID, name: String, driver: String = "bridge", scope: String = "local", labels: [String: String] = [:],
    created: Timestamp? = nil, isPredefined: Bool = false, isOfUnit: Bool = false
  ) {
    self.id = id
    self.name = name
    self.driver = driver
    self.scope = scope
    self.labels = labels
    self.created = created
    self.isPredefined = isPredefined
    self.isOfUnit = isOfUnit
  }
}
