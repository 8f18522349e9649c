/// What a later look found of a step that its run left open.
package enum StepFinding: Hashable, Sendable {
  case gone
  /// The image is there, without the tag.
  case untagged
  case stopped(ContainerState)
  /// As it was; a container with the state that it is in.
  case there(ContainerState? = nil)
  /// Its removal was begun and did not end: a container is left in this state, an image without its last tag.
  case begun(ContainerState? = nil)
  case unanswered(EngineError)
  /// The ledger has an ID that is none.
  case senseless

  /// What it says of the step: what was wanted is so, or it is not. Who brought it about, nobody can tell any more.
  package var outcome: Outcome.Kind {
    switch self {
    case .gone, .untagged, .stopped: .done
    case .there: .skipped
    case .begun: .failed
    case .unanswered, .senseless: .unknown
    }
  }
}
