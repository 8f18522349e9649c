import History
import Policies

/// What there is to say of one object.
struct Explanation {
  var target: Target
  var id: String
  var name: String
  /// What it is: `exited (0), created 3d ago`.
  var facts: String
  /// Of each policy for its kind of object, in their order.
  var verdicts: [PolicyVerdict]
  /// What its removal would free if nothing else went; `nil` where there is nothing to count.
  var alone: ByteBounds?
  /// What the next run would do with it.
  var steps: [Step]
  /// What runs did to it before.
  var past: [PastStep]
}

/// What one policy says of the object, as if it were alone and on.
struct PolicyVerdict {
  var policy: Policy
  var verdict: Verdict

  /// When it would be old enough, where age is all that keeps it.
  func eligible(_ now: Timestamp) -> Timestamp? {
    guard case .keep(.tooYoung(let elapsed, let limit, _)) = verdict else { return nil }
    return now.advanced(by: limit - elapsed)
  }
}
