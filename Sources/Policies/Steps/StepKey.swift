/// What makes a step of one plan the same as a step of another: who does what to what, under which name, found in which
/// state.
package struct StepKey: Hashable, Sendable {
  package let policy: String
  /// `remove`, `stop` or `untag`.
  package let verb: String
  package let objectID: String
  package let objectName: String
  /// `Subject.fingerprint`
  package let subject: String
  package init(policy: String, verb: String, objectID: String, objectName: String, subject: String) {
    self.policy = policy
    self.verb = verb
    self.objectID = objectID
    self.objectName = objectName
    self.subject = subject
  }
}

extension Step {
  package var key: StepKey {
    StepKey(
      policy: policy, verb: verb.word, objectID: objectID, objectName: objectName, subject: subject.fingerprint)
  }
}

extension [Step] {
  /// Those that stand in a plan that was stored, numbered anew.
  ///
  /// One that relies on a step that is left out (a tag that came since, a container that uses the image) finds its object
  /// changed when its turn comes, and is skipped (S6).
  func limited(to stored: Set<StepKey>) -> [Step] {
    filter { stored.contains($0.key) }.enumerated().map { place, step in
      var step = step
      step.number = place + 1
      return step
    }
  }
}
