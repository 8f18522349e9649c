/// One test of an object, in Docker's filter syntax: `key=value`, or `label!=…`.
package enum Filter: Hashable, Sendable {
  case id(String)
  case name(Pattern)
  case label(LabelMatch)
  case notLabel(LabelMatch)
  case status(ContainerState)
  case exited(Int)
  case ancestor(String)
  case before(String)
  case since(String)
  case until(Cutoff)
  case volume(String)
  case network(String)
  case health(Health)
  case publish(PortRange)
  case expose(PortRange)
  case isTask(Bool)
  case dangling(Bool)
  case reference(Glob)
  case restart(RestartPolicy)
  case managed(Bool)
  case anonymous(Bool)
  case driver(String)
  case scope(String)
  case networkKind(NetworkKind)
  /// Of a network, by a pattern on its ID.
  case idPattern(Pattern)
  case cacheKind(String)
  case parent(String)
  case description(String)
  case inUse(Bool)
  case shared(Bool)
  case isPrivate(Bool)

  package var key: FilterKey {
    switch self {
    case .id: .id
    case .name: .name
    case .label: .label
    case .notLabel: .notLabel
    case .status: .status
    case .exited: .exited
    case .ancestor: .ancestor
    case .before: .before
    case .since: .since
    case .until: .until
    case .volume: .volume
    case .network: .network
    case .health: .health
    case .publish: .publish
    case .expose: .expose
    case .isTask: .isTask
    case .dangling: .dangling
    case .reference: .reference
    case .restart: .restart
    case .managed: .managed
    case .anonymous: .anonymous
    case .driver: .driver
    case .scope: .scope
    case .networkKind, .cacheKind: .type
    case .idPattern: .id
    case .parent: .parent
    case .description: .description
    case .inUse: .inUse
    case .shared: .shared
    case .isPrivate: .isPrivate
    }
  }
}

/// Whether an engine came with a network.
package enum NetworkKind: String, Hashable, Sendable, CaseIterable {
  case custom, builtin
}
