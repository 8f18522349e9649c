/// What ties a container to others. It is settled when the container is made, and never changes.
package struct ContainerTies: Hashable, Sendable {
  /// Containers that it cannot start without, or has its volumes from: by ID, or as its maker called them.
  package var needs: Set<String>
  package var lodging: Lodging
  package init(needs: Set<String> = [], lodging: Lodging = .closed) {
    self.needs = needs
    self.lodging = lodging
  }

  /// Whether containers that run may have joined it, in ways that no list shows.
  package enum Lodging: String, Hashable, Sendable, CaseIterable {
    /// They cannot.
    case closed
    /// It shares its IPC namespace with whoever wants it.
    case open
    /// They may have, and the engine does not remove it before them.
    case guarded
  }
}
