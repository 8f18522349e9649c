package enum FilterKey: String, Hashable, Sendable, CaseIterable {
  case id, name, label
  case notLabel = "label!"
  case status, exited, ancestor, before, since, until, volume, network, health, publish, expose
  case isTask = "is-task"
  case dangling, reference, driver, scope, type, parent, description
  case inUse = "inuse"
  case shared
  case isPrivate = "private"
  case restart, managed, anonymous
}

extension Target {
  /// The filter keys that make sense for it.
  package var filterKeys: [FilterKey] {
    switch self {
    case .containers:
      [
        .id, .name, .label, .notLabel, .status, .exited, .ancestor, .before, .since, .until, .volume, .network,
        .health, .publish, .expose, .isTask, .restart, .managed,
      ]
    case .images: [.dangling, .reference, .label, .notLabel, .before, .since, .until, .managed]
    case .volumes: [.dangling, .name, .label, .notLabel, .driver, .anonymous, .managed]
    case .networks: [.dangling, .name, .id, .label, .notLabel, .driver, .scope, .type, .until, .managed]
    case .buildCache: [.id, .parent, .type, .description, .inUse, .shared, .isPrivate, .until]
    }
  }
}
