import Policies
import Wording

extension Style {
  /// A policy in plain English, after its name.
  func sentence(on policy: Policy) -> String {
    let off = policy.isEnabled ? "" : " (off)"
    let text = hanging("\(policy.name)\(off) \(Format.safe(Wording.policy(policy)))", by: 2)
    return bold(policy.name) + text.dropFirst(policy.name.count)
  }
}
