/// What is never touched, whatever a policy says (`[protect]`).
package struct Protection: Hashable, Sendable {
  package var labels: [LabelMatch]
  /// Globs on container names.
  package var containers: [Glob]
  /// Globs on `repository:tag`.
  package var images: [Glob]
  /// Globs on volume names.
  package var volumes: [Glob]
  /// Globs on network names.
  package var networks: [Glob]
  package init(
    labels: [LabelMatch] = [], containers: [Glob] = [], images: [Glob] = [], volumes: [Glob] = [],
    networks: [Glob] = []
  ) {
    self.labels = labels
    self.containers = containers
    self.images = images
    self.volumes = volumes
    self.networks = networks
  }
}
