/// A policy that a plan leaves out, since a list that it needs could not be had.
package struct OmittedPolicy: Hashable, Sendable {
  package var policy: String
  /// The list that is missing.
  package var list: Target
  package var error: EngineError
  package init(policy: String, list: Target, error: EngineError) {
    self.policy = policy
    self.list = list
    self.error = error
  }
}

extension OmittedPolicy {
  /// `nil` where all that the policy needs is there.
  init?(_ policy: Policy, without missing: [Target: EngineError]) {
    let lists = policy.lists
    for list in Target.allCases where lists.contains(list) {
      guard let error = missing[list] else { continue }
      self.init(policy: policy.name, list: list, error: error)
      return
    }
    return nil
  }
}
