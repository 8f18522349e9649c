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

/// Whether an engine came with a network.
package enum NetworkKind: String, Hashable, Sendable, CaseIterable {
  case custom, builtin
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

/// Filters as Docker combines them: values of one key are alternatives, keys must all hold; every label must hold, and
/// every bound in time.
package struct FilterSet: Hashable, Sendable {
  package private(set) var groups: [FilterKey: [Filter]] = [:]
  package init(_ filters: [Filter] = []) {
    for filter in filters { groups[filter.key, default: []].append(filter) }
  }
  package var isEmpty: Bool { groups.isEmpty }
  package func uses(_ key: FilterKey) -> Bool { groups[key] != nil }
  package var all: [Filter] { FilterKey.allCases.flatMap { groups[$0] ?? [] } }
}

/// A label by its key, or by key and value.
package struct LabelMatch: Hashable, Sendable, CustomStringConvertible {
  package var key: String
  package var value: String?
  package init(key: String, value: String? = nil) {
    self.key = key
    self.value = value
  }
  /// `key` or `key=value`.
  package init(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(key: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : nil)
  }
  package var description: String { value.map { "\(key)=\($0)" } ?? key }
}

/// An instant, or so long before now.
package enum Cutoff: Hashable, Sendable {
  case instant(Timestamp)
  case ago(Duration)
}

/// `80`, `80/udp`, `8000-8010/tcp`; every port of it, TCP where it does not say.
package struct PortRange: Hashable, Sendable {
  package var ports: ClosedRange<Int>
  package var proto: String
  package init(ports: ClosedRange<Int>, proto: String = "tcp") {
    self.ports = ports
    self.proto = proto
  }
}
