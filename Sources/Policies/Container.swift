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
  package var ports: [Port]
  package var details: Lookup<ContainerDetails>
  package var size: Lookup<ContainerSize>

  package init(
    id: ContainerID, names: [String] = [], image: ImageID? = nil, imageReference: String = "",
    created: Timestamp? = nil, state: ContainerState, inStateAtLeast: Duration? = nil, exitCode: Int? = nil,
    health: Health? = nil,
    labels: [String: String] = [:], mounts: [Mount] = [], networks: [String: String] = [:], ports: [Port] = [],
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
    self.details = details
    self.size = size
  }

  /// What a person calls it: its name, or the first twelve digits of its ID.
  package var displayName: String { name ?? String(id.description.prefix(12)) }

  /// Its own name; those with a slash inside were given by links.
  package var name: String? { names.first { !$0.contains("/") } }
}

package enum ContainerState: Hashable, Sendable {
  case created, running, paused, restarting, removing, exited, dead
  /// A word that this janitor does not know; such a container is kept.
  case other(String)

  package init(_ word: String) { self = Self.known.first { $0.word == word } ?? .other(word) }

  package static let known: [Self] = [.created, .running, .paused, .restarting, .removing, .exited, .dead]

  package var word: String {
    switch self {
    case .created: "created"
    case .running: "running"
    case .paused: "paused"
    case .restarting: "restarting"
    case .removing: "removing"
    case .exited: "exited"
    case .dead: "dead"
    case .other(let word): word
    }
  }
}

package enum Health: String, Hashable, Sendable, CaseIterable {
  case none, starting, healthy, unhealthy
}

package struct Mount: Hashable, Sendable {
  package var type: String
  /// The volume's name; `nil` for binds and tmpfs.
  package var name: String?
  package var source: String
  package var destination: String
  package init(type: String, name: String? = nil, source: String = "", destination: String) {
    self.type = type
    self.name = name
    self.source = source
    self.destination = destination
  }
}

package struct Port: Hashable, Sendable {
  package var inside: Int
  /// `nil` where it is exposed but not published.
  package var published: Int?
  /// `tcp`, `udp` or `sctp`.
  package var proto: String
  package init(inside: Int, published: Int? = nil, proto: String) {
    self.inside = inside
    self.published = published
    self.proto = proto
  }
}

/// What only an inspection shows; `nil` is unknown or never.
package struct ContainerDetails: Hashable, Sendable {
  package var created: Timestamp?
  package var started: Timestamp?
  package var finished: Timestamp?
  package var exitCode: Int?
  package var restart: RestartPolicy?
  package init(
    created: Timestamp? = nil, started: Timestamp? = nil, finished: Timestamp? = nil, exitCode: Int? = nil,
    restart: RestartPolicy? = nil
  ) {
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
