/// One entry of `[protect]` or of a policy's `except`: what it matches stays.
package enum SparingEntry: Hashable, Sendable {
  case label(LabelMatch)
  case container(Glob)
  case image(Glob)
  case volume(Glob)
  case network(Glob)
  case exception(policy: String, Filter)

  /// The list that it stands in.
  package var list: String {
    switch self {
    case .label: "[protect] labels"
    case .container: "[protect] containers"
    case .image: "[protect] images"
    case .volume: "[protect] volumes"
    case .network: "[protect] networks"
    case .exception(let policy, _): "except of \(policy)"
    }
  }

  /// As it stands there.
  package var text: String {
    switch self {
    case .label(let match): match.description
    case .container(let glob), .image(let glob), .volume(let glob), .network(let glob): glob.description
    case .exception(_, let filter): filter.text
    }
  }

  /// Whether it is the label that janitor.conf comes with, for whoever wants to put it on something one day.
  package var isShipped: Bool { self == .label(LabelMatch(key: "janitor.keep")) }

  /// What the ledger knows it by.
  package var key: String { "\(list): \(text)" }
}

extension Protection {
  package var entries: [SparingEntry] {
    labels.map(SparingEntry.label) + containers.map(SparingEntry.container) + images.map(SparingEntry.image)
      + volumes.map(SparingEntry.volume) + networks.map(SparingEntry.network)
  }
}

extension Policy {
  package var entries: [SparingEntry] { exceptions.map { .exception(policy: name, $0) } }
}

/// An entry that was tried for a long time and matched nothing.
package struct IdleEntry: Hashable, Sendable {
  package var entry: SparingEntry
  /// When it last matched something, or was first tried.
  package var since: Timestamp
  package init(_ entry: SparingEntry, since: Timestamp) {
    self.entry = entry
    self.since = since
  }

  /// For how long an entry has to have matched nothing before somebody is told.
  package static let patience = Duration.seconds(30 * 86_400)
}
