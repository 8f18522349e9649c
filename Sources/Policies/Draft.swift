/// A plan in the making: numbers the steps, orders them, and accounts for their bytes in that order.
struct Draft {
  private(set) var steps: [Step] = []
  private let images: [Image]
  private let sizesAreSums: Bool

  init(sizesAreSums: Bool, _ images: [Image]) {
    self.images = images
    self.sizesAreSums = sizesAreSums
  }

  /// Containers go first, so that images are free when their turn comes.
  mutating func add(_ sweeps: [Sweep<Container>]) {
    for sweep in sweeps {
      let stops = sweep.policy.action == .stop
      append(
        sweep.policy, stops ? .stop(timeout: sweep.policy.stopTimeout) : .remove, .container(sweep.object),
        sweep.reason,
        predicted: stops ? .zero : sweep.object.size.value.map { ByteBounds(exactly: $0.total) },
        stage: 0)
    }
  }

  /// Children leave before parents, tag by tag; asks for layers that the account still needs.
  mutating func add(
    _ sweeps: [Sweep<TakenImage>], _ removals: ImageRemovals, _ users: ImageUsers, _ wanted: inout Wanted
  ) {
    guard sweeps.contains(where: { $0.object.isWhole }) else { return untag(sweeps) }
    wanted.imageChains.formUnion(images.filter { $0.layers == .notAsked }.map(\.id))
    for sweep in sweeps where sweep.object.isWhole && sweep.object.image.lacksHistory {
      wanted.imageHistories.insert(sweep.object.image.id)
    }
    guard wanted.isEmpty else { return }

    let byID = Dictionary(images.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var account = LayerAccount(images, sizesAreSums: sizesAreSums)
    var gone: Set<ImageID> = []
    for (stage, sweep) in removals.staged(sweeps) {
      let taken = sweep.object
      untagStep(sweep, stage: stage)
      guard taken.isWhole else { continue }
      let (parents, keepsParents) = removals.cascade(from: taken.image.id, after: gone)
      let bytes = account.remove(taken.image, with: parents.compactMap { byID[$0] })
      gone.formUnion(parents + [taken.image.id])
      append(
        sweep.policy, .remove,
        .image(
          ImageSubject(
            image: taken.image, untaggedBefore: taken.takenBefore + taken.references.dropLast(), cascade: parents,
            keepsParents: keepsParents)),
        sweep.reason, predicted: bytes, stage: stage)
    }
  }

  private mutating func untag(_ sweeps: [Sweep<TakenImage>]) {
    for sweep in sweeps { untagStep(sweep, stage: 1) }
  }

  /// One step for each reference that goes; the last one of a whole image goes with the image itself.
  private mutating func untagStep(_ sweep: Sweep<TakenImage>, stage: Int) {
    let taken = sweep.object
    let references = taken.isWhole ? Array(taken.references.dropLast()) : taken.references
    for (index, reference) in references.enumerated() {
      append(
        sweep.policy, .untag(reference),
        .image(ImageSubject(image: taken.image, untaggedBefore: taken.takenBefore + references[..<index])),
        sweep.reason,
        predicted: .zero, stage: stage)
    }
  }

  private mutating func append(
    _ policy: Policy, _ verb: Verb, _ subject: Subject, _ reason: SweepReason, predicted: ByteBounds?, stage: Int
  ) {
    steps.append(
      Step(
        number: steps.count + 1, policy: policy.name, verb: verb, subject: subject, reason: reason,
        predicted: predicted, stage: stage))
  }
}

extension ImageRemovals {
  /// The sweeps with the stage of each, by stage; within one, the order of policies and ages stays.
  fileprivate func staged(_ sweeps: [Sweep<TakenImage>]) -> [(stage: Int, sweep: Sweep<TakenImage>)] {
    let stages = Dictionary(grouping: sweeps) { $0.object.isWhole ? height(of: $0.object.image.id) + 1 : 1 }
    return stages.sorted { $0.key < $1.key }.flatMap { stage, sweeps in sweeps.map { (stage, $0) } }
  }
}

extension Image {
  fileprivate var lacksHistory: Bool {
    if case .known(let layers) = layers { layers.history == nil } else { false }
  }
}
