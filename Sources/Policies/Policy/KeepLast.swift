/// Keeps the newest of each group, however old they are.
package struct KeepLast: Hashable, Sendable {
  package var count: Int
  /// `nil`: all that the policy selects is one group.
  package var grouping: Grouping?
  package init(count: Int, per grouping: Grouping? = nil) {
    self.count = count
    self.grouping = grouping
  }
}

package enum Grouping: Hashable, Sendable {
  case repository
  case label(String)
  /// A service of a Compose project.
  case composeService
  /// Each network that a container is connected to.
  case network
}
