/// The ordered steps that a run would take; the same inventory, policies, memory and instant give the same plan.
package struct Plan: Hashable, Sendable {
  package var steps: [Step]
  /// What would stop the run before its first step.
  package var brake: BrakeTrip?
  /// What a policy selected and then left alone.
  package var kept: [Kept]
  package init(steps: [Step] = [], brake: BrakeTrip? = nil, kept: [Kept] = []) {
    self.steps = steps
    self.kept = kept
    self.brake = brake
  }
}

extension Plan {
  package var predicted: ByteBounds { steps.map(\.predicted).reduce(.zero, +) }

  /// How many containers go whose logs janitor cannot see, so that nobody can tell what they take.
  package var unseenLogs: Int {
    steps.count { step in
      guard step.verb == .remove, case .container(let subject) = step.subject else { return false }
      return subject.container.size.value.map { $0.log == nil } ?? false
    }
  }
}

/// An object that a policy selected and left alone, and why.
package struct Kept: Hashable, Sendable {
  package var policy: String
  package var target: Target
  package var id: String
  package var name: String
  package var reason: KeepReason
  package init(policy: String, target: Target, id: String, name: String, reason: KeepReason) {
    self.policy = policy
    self.target = target
    self.id = id
    self.name = name
    self.reason = reason
  }
}

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

/// The object of a step, with all that the step was decided on.
///
/// Indirect, since the largest of them are, and a plan can have a hundred thousand steps.
package indirect enum Subject: Hashable, Sendable {
  case container(ContainerSubject)
  case image(ImageSubject)
  case volume(Volume)
  case network(Network)
  case cache(CacheRecord)
}

/// A container with the anonymous volumes that its removal takes along.
package struct ContainerSubject: Hashable, Sendable {
  package var container: Container
  package var volumes: [Volume]
  package init(_ container: Container, volumes: [Volume] = []) {
    self.container = container
    self.volumes = volumes
  }
  package var id: ContainerID { container.id }
}

/// An image with what its removal takes along.
package struct ImageSubject: Hashable, Sendable {
  package var image: Image
  /// The references that this plan takes off it before this step.
  package var untaggedBefore: [String]
  /// Untagged parents of the legacy builder that the engine removes with their last child.
  package var cascade: [ImageID]
  /// Whether the engine is told to leave untagged parents where they are, since one of them must stay.
  package var keepsParents: Bool
  /// The topmost of the untagged parents above it, if it has any. Images with the same one leave one after another: the
  /// engine takes such parents along with their last child, and fails over one that two children take at once.
  package var family: ImageID?
  package init(
    image: Image, untaggedBefore: [String] = [], cascade: [ImageID] = [], keepsParents: Bool = false,
    family: ImageID? = nil
  ) {
    self.family = family
    self.image = image
    self.untaggedBefore = untaggedBefore
    self.cascade = cascade
    self.keepsParents = keepsParents
  }
  package var id: ImageID { image.id }

  /// What is left of its references when its turn comes; it has that name until it goes.
  var lastReference: String? { image.removableReferences.last { !untaggedBefore.contains($0) } }
}

/// Why the brake stops a run, with the figures that did it.
package enum BrakeTrip: Hashable, Sendable {
  case steps(planned: Int, limit: Int)
  case share(Target, removed: Int, of: Int, limit: Double)
}
