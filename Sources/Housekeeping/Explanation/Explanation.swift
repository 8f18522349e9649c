package import History
package import Policies

/// What there is to say of one object.
package struct Explanation: Sendable {
  package var target: Target
  package var id: String
  package var name: String
  /// What it is: `exited (0), created 3d ago`.
  package var facts: String
  /// Of each policy for its kind of object, in their order.
  package var verdicts: [PolicyVerdict]
  /// What its removal would free if nothing else went; `nil` where there is nothing to count.
  package var alone: ByteBounds?
  /// What the next run would do with it.
  package var steps: [Step]
  /// What runs did to it before.
  package var past: [PastStep]
}
