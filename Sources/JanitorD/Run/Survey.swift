import EngineClient
import History
import Policies

/// Takes the inventory and asks for just as much as the planner needs.
struct Survey {
  let engine: Engine
  let files: EngineFiles
  let planner: Planner
  let ledger: Ledger
  let engineKey: EngineKey
  let now: Timestamp

  /// What is there, and what the ledger remembers of it.
  func inventory(of targets: Set<Target>) async throws -> (Inventory, Memory) {
    var inventory = try await engine.lists(of: targets)
    return (inventory, try remember(&inventory))
  }

  /// Fills in what the ledger knows of it, and has it note what is there.
  func remember(_ inventory: inout Inventory) throws -> Memory {
    let notebook = Notebook(ledger: ledger, engine: engineKey, now: now)
    try notebook.recall(&inventory)
    return try notebook.remember(inventory)
  }

  /// Fills in what the planner needs.
  func plan(on inventory: inout Inventory, _ memory: Memory) async throws -> Plan {
    while true {
      switch planner.next(inventory, memory, now: now) {
      case .plan(let plan): return plan
      case .needs(let wanted): try await fill(&inventory, wanted)
      }
    }
  }

  func fill(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    try await fillContainers(&inventory, wanted)
    try await fillImages(&inventory, wanted)
    try await fillVolumes(&inventory, wanted)
    if wanted.cacheRecords { inventory.cache = await engine.cacheOfImages() }
    try await fillLayers(&inventory, wanted)
    try Notebook(ledger: ledger, engine: engineKey, now: now).note(inventory, wanted)
  }

  /// Looks at the files of layers, each once.
  private func fillLayers(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    var learnt: [LayerID: ByteCount] = [:]
    for image in inventory.images where wanted.layerSizes.contains(image.id) {
      let chain = image.layers.value?.chain ?? []
      let unseen = Set(chain.filter { inventory.layerSizes[$0] == nil })
      let sizes = await files.layerSizes(of: image.id, chain, only: unseen)
      for layer in unseen { inventory.layerSizes[layer] = sizes[layer].map { .known($0) } ?? .unavailable }
      learnt.merge(sizes) { $1 }
    }
    guard !learnt.isEmpty else { return }
    try Settings.ledger { () throws(LedgerError) in try ledger.remember(learnt, engine: engineKey) }
  }

  /// One answer for all; an engine that refuses it, as Docker 20.10 does while another count goes on, leaves them unknown.
  private func fillVolumes(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    guard !wanted.volumeSizes.isEmpty else { return }
    let sizes: [VolumeName: ByteCount] =
      switch try await look({ try await engine.volumeSizes() }) {
      case .found(let sizes): sizes
      case .gone, .refused: [:]
      }
    for index in inventory.volumes.indices where wanted.volumeSizes.contains(inventory.volumes[index].name) {
      inventory.volumes[index].size = sizes[inventory.volumes[index].name].map { .known($0) } ?? .unavailable
    }
  }

  private func fillContainers(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    let ids = wanted.containerDetails.union(wanted.containerSizes)
    guard !ids.isEmpty else { return }
    let answers = try await concurrently(ids.sorted()) { id in
      try await look {
        try await engine.container(id, size: wanted.containerSizes.contains(id)).map(ContainerInspection.init)
      }
    }
    for index in inventory.containers.indices {
      var container = inventory.containers[index]
      guard let answer = answers[container.id] else { continue }
      let fresh = answer.value
      if wanted.containerDetails.contains(container.id) {
        container.details = fresh?.details ?? .unavailable
        // The list is older than this; what it said of the state must not be mixed with what is true now.
        container.state = fresh?.state ?? container.state
        container.health = fresh.map(\.health) ?? container.health
        container.labels = fresh?.labels ?? container.labels
      }
      if wanted.containerSizes.contains(container.id) { container.size = fresh?.size ?? .unavailable }
      inventory.containers[index] = container
    }
    inventory.containers.removeAll { answers[$0.id]?.isGone == true }
  }

  private func fillImages(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    let inspections = wanted.imageDetails.union(wanted.imageChains)
    let inspected = try await concurrently(inspections.sorted()) { id in
      try await look { try await engine.image(id).map { (details: $0.image.details, chain: $0.chain) } }
    }
    let histories = try await concurrently(wanted.imageHistories.sorted()) { id in
      try await look { try await engine.history(of: id) }
    }
    guard !inspected.isEmpty || !histories.isEmpty else { return }
    var learnt: [ImageID: ImageLayers] = [:]
    for index in inventory.images.indices {
      var image = inventory.images[index]
      switch inspected[image.id] {
      case .found(let fresh):
        image.details = fresh.details == .notAsked ? .unavailable : fresh.details
        if image.layers == .notAsked {
          learnt[image.id] = ImageLayers(chain: fresh.chain)
          image.layers = .known(ImageLayers(chain: fresh.chain))
        }
      case .refused:
        image.details = .unavailable
        if image.layers == .notAsked { image.layers = .unavailable }
      case .gone, nil: break
      }
      switch histories[image.id] {
      case .found(let history):
        learnt[image.id] = image.layers.value.map { ImageLayers(chain: $0.chain, history: history) }
        image.layers = learnt[image.id].map { .known($0) } ?? .unavailable
      case .refused:
        // As an image that carries none; asked again in the next run.
        image.layers = image.layers.value.map { .known(ImageLayers(chain: $0.chain, history: [])) } ?? .unavailable
      case .gone, nil: break
      }
      inventory.images[index] = image
    }
    inventory.images.removeAll { inspected[$0.id]?.isGone == true || histories[$0.id]?.isGone == true }
    try Settings.ledger { () throws(LedgerError) in try ledger.remember(learnt) }
  }
}

extension Engine {
  /// What there is, all of it asked for at once.
  func lists(of targets: Set<Target>) async throws -> Inventory {
    async let containers = targets.contains(.containers) ? containers() : []
    async let images = targets.contains(.images) ? images() : []
    async let volumes = targets.contains(.volumes) ? volumes() : []
    async let networks = targets.contains(.networks) ? networks() : []
    async let cache = targets.contains(.buildCache) ? .known(cacheRecords()) : Lookup.notAsked
    return try await Inventory(
      containers: containers, images: images, volumes: volumes, networks: networks, cache: cache)
  }

  /// The build cache for the account of images. No run fails for it: it only tells how sure a figure is.
  func cacheOfImages() async -> Lookup<[CacheRecord]> {
    do {
      return .known(try await cacheRecords())
    } catch {
      return .unavailable
    }
  }
}

/// What a look at one object found.
private enum Sight<Value: Sendable>: Sendable {
  case found(Value)
  /// It went since the list was taken, and is no object of this run.
  case gone
  /// The engine cannot say: the object stays, and the rest of the run goes on.
  case refused

  var value: Value? { if case .found(let value) = self { value } else { nil } }
  var isGone: Bool { if case .gone = self { true } else { false } }
}

/// What an inspection of a container adds to the list. There may be very many: the rest of it is let go at once.
private struct ContainerInspection: Sendable {
  let details: Lookup<ContainerDetails>
  let size: Lookup<ContainerSize>
  let state: ContainerState
  let health: Health?
  let labels: [String: String]

  init(_ container: Container) {
    details = container.details == .notAsked ? .unavailable : container.details
    size = container.size == .notAsked ? .unavailable : container.size
    state = container.state
    health = container.health
    labels = container.labels
  }
}

private func look<Value: Sendable>(_ ask: () async throws -> Value?) async throws -> Sight<Value> {
  do {
    return try await ask().map(Sight.found) ?? .gone
  } catch EngineError.refused {
    return .refused
  } catch EngineError.undecodable {
    return .refused
  }
}

/// Asks for each element, so many at a time as the engine answers at its fastest; the answers by element.
func concurrently<Element: Hashable & Sendable, Answer: Sendable>(
  _ elements: [Element], width: Int = 8, _ ask: @escaping @Sendable (Element) async throws -> Answer
) async throws -> [Element: Answer] {
  try await withThrowingTaskGroup(of: (Element, Answer).self) { group in
    var answers: [Element: Answer] = [:]
    var rest = elements[...]
    for element in rest.prefix(width) { group.addTask { (element, try await ask(element)) } }
    rest = rest.dropFirst(width)
    while let (element, answer) = try await group.next() {
      answers[element] = answer
      if let next = rest.popFirst() { group.addTask { (next, try await ask(next)) } }
    }
    return answers
  }
}
