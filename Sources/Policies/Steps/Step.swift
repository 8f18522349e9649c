/// One verb on one object.
package struct Step: Hashable, Sendable {
  /// From 1, in the order of the plan.
  package var number: Int
  package var policy: String
  package var verb: Verb
  package var subject: Subject
  package var reason: SweepReason
  /// What it is expected to free, given that the steps before it were done.
  package var predicted: ByteBounds
  /// Steps of one stage may run at the same time, unless they are on one object; stages run one after another.
  package var stage: Int

  package init(
    number: Int, policy: String, verb: Verb, subject: Subject, reason: SweepReason, predicted: ByteBounds, stage: Int
  ) {
    self.number = number
    self.policy = policy
    self.verb = verb
    self.subject = subject
    self.reason = reason
    self.predicted = predicted
    self.stage = stage
  }

  package var target: Target {
    switch subject {
    case .container: .containers
    case .image: .images
    case .volume: .volumes
    case .network: .networks
    case .cache: .buildCache
    }
  }

  /// The whole ID of the object.
  package var objectID: String {
    switch subject {
    case .container(let container): container.id.description
    case .image(let image): image.id.description
    case .volume(let volume): volume.name.description
    case .network(let network): network.id.description
    case .cache(let record): record.id.description
    }
  }

  /// What a person calls the object; of an image that goes, or loses a tag, by the reference that goes with this step.
  package var objectName: String {
    if case .untag(let reference) = verb { return reference }
    switch subject {
    case .container(let subject): return subject.container.displayName
    case .image(let subject): return subject.lastReference ?? subject.image.displayName
    case .volume(let volume): return volume.displayName
    case .network(let network): return network.displayName
    case .cache(let record): return record.displayName
    }
  }
}

/// What a step does.
package enum Verb: Hashable, Sendable {
  case remove
  /// With the seconds that the container has to end by itself.
  case stop(timeout: Duration?)
  /// Takes one reference off an image that has others.
  case untag(String)

  /// The word for it in JSON and in the ledger.
  package var word: String {
    switch self {
    case .remove: "remove"
    case .stop: "stop"
    case .untag: "untag"
    }
  }
}
