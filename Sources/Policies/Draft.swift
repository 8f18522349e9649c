/// A plan in the making: numbers the steps, orders them, and accounts for their bytes in that order.
///
/// What is added later comes later, in stages of its own.
struct Draft {
  private(set) var steps: [Step] = []
  private let images: [Image]
  private let sizesAreSums: Bool

  init(sizesAreSums: Bool, _ inventory: Inventory) {
    images = inventory.images
    self.sizesAreSums = sizesAreSums
  }

  private var nextStage: Int { steps.last.map { $0.stage + 1 } ?? 0 }

  /// Containers go first, so that what they use is free when its turn comes; asks for the sizes of what goes.
  mutating func add(_ sweeps: [Sweep<Container>], _ volumes: ContainerVolumes, _ wanted: inout Wanted) {
    for sweep in sweeps {
      let container = sweep.object
      guard sweep.policy.action == .remove else {
        append(
          sweep.policy, .stop(timeout: sweep.policy.stopTimeout), .container(ContainerSubject(container)), sweep.reason,
          predicted: .zero, stage: 0)
        continue
      }
      let companions = sweep.policy.takesVolumes ? volumes.companions(of: container) ?? [] : []
      if container.size == .notAsked { wanted.containerSizes.insert(container.id) }
      wanted.volumeSizes.formUnion(companions.filter { $0.size == .notAsked }.map(\.name))
      let sizes = [container.size.value?.total] + companions.map(\.size.value)
      let isKnown = sizes.allSatisfy { $0 != nil }
      let bytes = sizes.compactMap { $0 }.reduce(.zero, +)
      var reason = sweep.reason
      let orphans = companions.isEmpty ? volumes.orphans(of: container) : 0
      reason.volumes = !companions.isEmpty ? .taken(companions.count) : orphans > 0 ? .left(orphans) : nil
      append(
        sweep.policy, .remove, .container(ContainerSubject(container, volumes: companions)), reason,
        predicted: isKnown ? ByteBounds(exactly: bytes) : nil, stage: 0)
    }
  }

  /// A network takes no room.
  mutating func add(_ sweeps: [Sweep<Network>]) {
    let stage = nextStage
    for sweep in sweeps {
      append(sweep.policy, .remove, .network(sweep.object), sweep.reason, predicted: .zero, stage: stage)
    }
  }

  mutating func add(_ sweeps: [Sweep<Volume>], _ wanted: inout Wanted) {
    let stage = nextStage
    for sweep in sweeps {
      if sweep.object.size == .notAsked { wanted.volumeSizes.insert(sweep.object.name) }
      append(
        sweep.policy, .remove, .volume(sweep.object), sweep.reason,
        predicted: sweep.object.size.value.map(ByteBounds.init(exactly:)), stage: stage)
    }
  }

  /// What was built on a record leaves before it.
  mutating func add(_ sweeps: [(height: Int, sweep: Sweep<CacheRecord>)]) {
    let first = nextStage
    for (height, sweep) in sweeps {
      let record = sweep.object
      append(
        sweep.policy, .remove, .cache(record), sweep.reason,
        predicted: record.isShared ? .zero : ByteBounds(exactly: record.size), stage: first + height)
    }
  }

  /// Children leave before parents, tag by tag; asks for layers that the account still needs.
  mutating func add(
    _ sweeps: [Sweep<TakenImage>], _ removals: ImageRemovals, _ users: ImageUsers, _ wanted: inout Wanted
  ) {
    let first = nextStage
    guard sweeps.contains(where: { $0.object.isWhole }) else {
      for sweep in sweeps { untagStep(sweep, stage: first) }
      return
    }
    wanted.imageChains.formUnion(images.filter { $0.layers == .notAsked }.map(\.id))
    for sweep in sweeps where sweep.object.isWhole && sweep.object.image.lacksHistory {
      wanted.imageHistories.insert(sweep.object.image.id)
    }
    guard wanted.isEmpty else { return }

    let byID = Dictionary(images.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var account = LayerAccount(images, sizesAreSums: sizesAreSums)
    var gone: Set<ImageID> = []
    for (height, sweep) in removals.staged(sweeps) {
      let stage = first + height
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
  /// The sweeps with the height of each, lowest first; within one, the order of policies and ages stays.
  fileprivate func staged(_ sweeps: [Sweep<TakenImage>]) -> [(height: Int, sweep: Sweep<TakenImage>)] {
    let heights = Dictionary(grouping: sweeps) { $0.object.isWhole ? height(of: $0.object.image.id) : 0 }
    return heights.sorted { $0.key < $1.key }.flatMap { height, sweeps in sweeps.map { (height, $0) } }
  }
}

extension Image {
  fileprivate var lacksHistory: Bool {
    if case .known(let layers) = layers { layers.history == nil } else { false }
  }
}
