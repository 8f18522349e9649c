/// What only an inspection shows; `nil` is unknown or never.
package struct ContainerDetails: Hashable, Sendable {
  package var created: Timestamp?
  package var started: Timestamp?
  package var finished: Timestamp?
  package var exitCode: Int?
  package var restart: RestartPolicy?
  /// Whether a policy that tries only so often has used up its tries.
  package var hasNoTriesLeft: Bool
  /// Volumes of a made-up name that it was given by that name: the engine takes them for somebody's.
  package var namedVolumes: Set<VolumeName>
  /// Whether it has volumes of another container, by that one's mounts: whether the engine takes them for somebody's hangs on
  /// those, which may be gone.
  package var inheritsVolumes: Bool
  package init(
    created: Timestamp? = nil, started: Timestamp? = nil, finished: Timestamp? = nil, exitCode: Int? = nil,
    restart: RestartPolicy? = nil, hasNoTriesLeft: Bool = false, namedVolumes: Set<VolumeName> = [],
    inheritsVolumes: Bool = false
  ) {
    self.inheritsVolumes = inheritsVolumes
    self.hasNoTriesLeft = hasNoTriesLeft
    self.namedVolumes = namedVolumes
    self.created = created
    self.started = started
    self.finished = finished
    self.exitCode = exitCode
    self.restart = restart
  }
}

package enum RestartPolicy: String, Hashable, Sendable, CaseIterable {
  case no, always
  case unlessStopped = "unless-stopped"
  case onFailure = "on-failure"
}

package struct ContainerSize: Hashable, Sendable {
  /// Apparent size of what the container wrote over its image.
  package var writableLayer: ByteCount
  /// Its log with the rotated parts, zero where it keeps none; `nil` where janitor cannot see the files.
  package var log: ByteCount?
  package init(writableLayer: ByteCount, log: ByteCount? = nil) {
    self.writableLayer = writableLayer
    self.log = log
  }
  /// What is known of it.
  package var total: ByteCount { writableLayer + (log ?? .zero) }
  /// A log that janitor cannot see is not an empty one.
  package var bounds: ByteBounds { log == nil ? ByteBounds(atLeast: total) : ByteBounds(exactly: total) }
}
