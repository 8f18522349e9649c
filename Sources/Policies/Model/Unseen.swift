/// Why an object that a list has could not be looked at.
package enum Unseen: Hashable, Sendable {
  /// The engine lists it, and does not find it when asked for it.
  case notFound
  case failed(EngineError)
  /// The engine left too many such requests unanswered, the last one so: this object was not asked for.
  case notAsked(after: EngineError)
}
