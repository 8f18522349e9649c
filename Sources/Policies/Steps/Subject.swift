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
  /// Those that cannot do without it, and leave before it.
  package var dependents: [ContainerID]
  package init(_ container: Container, volumes: [Volume] = [], dependents: [ContainerID] = []) {
    self.container = container
    self.volumes = volumes
    self.dependents = dependents
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

extension Subject {
  /// Equal where nothing changed by which a step would be skipped: over the same facts as `changes`.
  package var fingerprint: String {
    var print = Fingerprint()
    switch self {
    case .container(let subject):
      let container = subject.container
      let state = container.stateBeforeRemoval ?? container.state
      for text in [state.word, container.name ?? "", container.image?.description ?? ""] { print.feed(text) }
      print.feed(container.details.value?.started)
      print.feed(container.details.value?.finished)
      print.feed(container.details.value?.restart?.rawValue ?? "")
      print.feed(container.labels)
    case .image(let subject):
      for reference in Set(subject.image.removableReferences).subtracting(subject.untaggedBefore).sorted() {
        print.feed(reference)
      }
      print.feed(subject.image.details.value?.tagged)
    case .volume(let volume):
      print.feed(volume.created)
      print.feed(volume.driver)
      print.feed(volume.labels)
    case .network(let network): print.feed(network.labels)
    case .cache(let record): print.feed(record.lastUsed)
    }
    return print.text
  }
}
