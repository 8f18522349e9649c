/// An object that a policy selected and left alone, and why.
package struct Kept: Hashable, Sendable {
  package var policy: String
  package var target: Target
  package var id: String
  package var name: String
  package var reason: KeepReason
  package init(policy: String, target: Target, id: String, name: String, reason: KeepReason) {
    self.policy = policy
    self.target = target
    self.id = id
    self.name = name
    self.reason = reason
  }
}
