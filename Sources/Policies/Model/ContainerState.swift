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
