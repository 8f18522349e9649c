/// What one policy says of the object, as if it were alone and on.
package struct PolicyVerdict: Hashable, Sendable {
  package var policy: Policy
  package var verdict: Verdict
  package init(policy: Policy, verdict: Verdict) {
    self.policy = policy
    self.verdict = verdict
  }

  /// When it would be old enough, where age is all that keeps it.
  package func eligible(_ now: Timestamp) -> Timestamp? {
    guard case .keep(.tooYoung(let elapsed, let limit, _, _)) = verdict else { return nil }
    return now.advanced(by: limit - elapsed)
  }
}
