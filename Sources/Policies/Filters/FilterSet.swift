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
