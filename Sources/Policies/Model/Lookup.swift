/// A fact that costs the engine a request of its own and so is asked for only when something hangs on it.
package enum Lookup<Value: Hashable & Sendable>: Hashable, Sendable {
  /// Nobody asked yet.
  case notAsked
  /// The engine was asked and does not say.
  case unavailable
  case known(Value)

  package var value: Value? {
    if case .known(let value) = self { value } else { nil }
  }
}
