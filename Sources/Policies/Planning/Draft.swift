/// A plan in the making: numbers the steps, orders them, and accounts for their bytes in that order.
///
/// What is added later comes later, in stages of its own.
struct Draft {
  private(set) var steps: [Step] = []
  private let inventory: Inventory
  private let imageSizes: ImageSizes

  init(_ inventory: Inventory, _ imageSizes: ImageSizes) {
    self.inventory = inventory
    self.imageSizes = imageSizes
  }

  private var nextStage: Int { steps.last.map { $0.stage + 1 } ?? 0 }

  /// Containers go first, so that what they use is free when its turn comes, and each after those that need it; asks for the
  /// sizes of what goes.
  mutating func add(
    _ sweeps: [Sweep<Container>], _ order: ContainerOrder, _ volumes: ContainerVolumes, _ wanted: inout Wanted
  ) {
    var gone: Set<ContainerID> = []
    for (height, sweep) in order.staged(sweeps) {
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
      let bytes = ([container.size.value?.bounds] + companions.map { $0.size.value.map(ByteBounds.init(exactly:)) })
        .map { $0 ?? .unknown }.reduce(.zero, +)
      var reason = sweep.reason
      let orphans = volumes.orphans(of: container, after: gone, taking: companions)
      gone.insert(container.id)
      if !companions.isEmpty || orphans > 0 {
        reason.volumes = AttachedVolumes(taken: companions.count, left: orphans)
      }
      append(
        sweep.policy, .remove,
        .container(
          ContainerSubject(container, volumes: companions, dependents: order.leavingBefore(container.id))),
        reason, predicted: bytes, stage: height)
    }
  }

  /// A network takes no room. Only an inspection shows all that is on it.
  mutating func add(_ sweeps: [Sweep<Network>], _ wanted: inout Wanted) {
    let stage = nextStage
    for sweep in sweeps {
      if sweep.object.endpoints == .notAsked { wanted.networkEndpoints.insert(sweep.object.id) }
      append(sweep.policy, .remove, .network(sweep.object), sweep.reason, predicted: .zero, stage: stage)
    }
  }

  mutating func add(_ sweeps: [Sweep<Volume>], _ wanted: inout Wanted) {
    let stage = nextStage
    for sweep in sweeps {
      if sweep.object.size == .notAsked { wanted.volumeSizes.insert(sweep.object.name) }
      append(
        sweep.policy, .remove, .volume(sweep.object), sweep.reason,
        predicted: sweep.object.size.value.map(ByteBounds.init(exactly:)) ?? .unknown, stage: stage)
    }
  }

  /// What was built on a record leaves before it. What it shares with an image it frees only if that is the last one,
  /// and goes before it.
  mutating func add(_ sweeps: [(height: Int, sweep: Sweep<CacheRecord>)]) {
    let first = nextStage
    let imagesGo = steps.contains { $0.target == .images && $0.verb == .remove }
    for (height, sweep) in sweeps {
      let record = sweep.object
      let bytes = ByteBounds(
        lower: record.isShared ? .zero : record.size, upper: record.isShared && !imagesGo ? .zero : record.size)
      append(sweep.policy, .remove, .cache(record), sweep.reason, predicted: bytes, stage: first + height)
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
    wanted.imageChains.formUnion(inventory.images.filter { $0.layers == .notAsked }.map(\.id))
    guard wanted.isEmpty else { return }

    var removals = removals
    var account = account()
    var inquiry = LayerInquiry(inventory, account.sizes, imageSizes)
    for (index, height) in removals.staged(sweeps) {
      let sweep = sweeps[index]
      let stage = first + height
      let taken = sweep.object
      let family = removals.family(of: taken.image.id)
      untagStep(sweep, stage: stage, family: family)
      guard taken.isWhole else { continue }
      let (parents, keepsParents) = removals.remove(taken.image.id)
      let freed = account.remove(taken.image, with: parents.compactMap { removals.index[$0] })
      if freed.bytes.upper != .zero { inquiry.ask(about: taken.image, freeing: freed, &wanted) }
      append(
        sweep.policy, .remove,
        .image(
          ImageSubject(
            image: taken.image, untaggedBefore: taken.takenBefore + taken.references.dropLast(), cascade: parents,
            keepsParents: keepsParents, family: family)),
        sweep.reason, predicted: freed.bytes, stage: stage)
    }
  }

  private func account() -> LayerAccount {
    let sizes = LayerSizes(inventory.images, measured: inventory.measuredLayers, imageSizes)
    let going = Set(steps.filter { $0.verb == .remove && $0.target == .containers }.map(\.objectID))
    let listed = Set(inventory.images.map(\.id))
    // Removed by force while a container had it, an image leaves its layers behind.
    let orphans = inventory.containers.contains { container in
      !going.contains(container.id.description) && container.image.map { !listed.contains($0) } ?? false
    }
    return LayerAccount(inventory.images, sizes, pins: LayerPins(inventory.cache, sizes, imageSizes), orphans: orphans)
  }

  /// One step for each reference that goes; the last one of a whole image goes with the image itself.
  private mutating func untagStep(_ sweep: Sweep<TakenImage>, stage: Int, family: ImageID? = nil) {
    let taken = sweep.object
    let references = taken.isWhole ? Array(taken.references.dropLast()) : taken.references
    for (index, reference) in references.enumerated() {
      append(
        sweep.policy, .untag(reference),
        .image(
          ImageSubject(
            image: taken.image, untaggedBefore: taken.takenBefore + references[..<index], family: family)),
        sweep.reason,
        predicted: .zero, stage: stage)
    }
  }

  private mutating func append(
    _ policy: Policy, _ verb: Verb, _ subject: Subject, _ reason: SweepReason, predicted: ByteBounds, stage: Int
  ) {
    steps.append(
      Step(
        number: steps.count + 1, policy: policy.name, verb: verb, subject: subject, reason: reason,
        predicted: predicted, stage: stage))
  }
}

extension ContainerOrder {
  /// The sweeps with the height of each, lowest first; within one, the order of policies and ages stays.
  fileprivate func staged(_ sweeps: [Sweep<Container>]) -> [(height: Int, sweep: Sweep<Container>)] {
    let staged = Dictionary(grouping: sweeps) { heights[$0.object.id] ?? 0 }.sorted { $0.key < $1.key }
    return staged.flatMap { height, sweeps in sweeps.map { (height, $0) } }
  }
}

extension ImageRemovals {
  /// The places of the sweeps with the height of each, lowest first; within one, the order of policies and ages stays.
  fileprivate func staged(_ sweeps: [Sweep<TakenImage>]) -> [(index: Int, height: Int)] {
    sweeps.indices.map { index in
      let taken = sweeps[index].object
      return (index, taken.isWhole ? height(of: taken.image.id) : 0)
    }.sorted { ($0.height, $0.index) < ($1.height, $1.index) }
  }
}
