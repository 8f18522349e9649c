/// The pod of Podman that a container is part of, and its part in it.
package struct Pod: Hashable, Sendable {
  package var name: String
  /// Whether the container holds the pod's namespaces, so that the pod goes with it.
  package var isInfra: Bool
  package init(name: String, isInfra: Bool = false) {
    self.name = name
    self.isInfra = isInfra
  }
}
