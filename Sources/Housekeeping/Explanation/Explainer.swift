package import EngineClient
package import History
package import JanitorConfiguration
package import Policies
import Wording

/// Finds out why objects stay or go, by the planner that decides it.
package struct Explainer: Sendable {
  private let configuration: Configuration
  private let look: Look

  /// - Parameter ledger: its path.
  package init(_ configuration: Configuration, _ engine: Engine, ledger: String) async throws {
    self.configuration = configuration
    look = try Look(at: engine, try await engine.information(), Ledger(path: ledger))
  }

  /// On the engine's clock.
  package var now: Timestamp { look.now }

  /// What a policy holds now.
  package struct Holding: Sendable {
    package var policy: Policy
    package var plan: Plan
  }

  /// What each policy holds, in their order.
  package func holdings() async throws -> [Holding] {
    let (inventory, memory) = try await survey([]).inventory(
      of: Planner.targets(of: configuration.policies.map(\.enabled)))
    var filled = inventory
    var holdings: [Holding] = []
    for policy in configuration.policies {
      holdings.append(Holding(policy: policy, plan: try await survey([policy.enabled]).plan(on: &filled, memory)))
    }
    return holdings
  }

  /// - Parameter text: a name, a reference, or the beginning of an ID.
  /// - Returns: nothing where no object that is there is meant.
  /// - Throws: `HousekeepingError.severalObjects` where too many are.
  package func explain(_ text: String) async throws -> [Explanation] {
    var (inventory, memory) = try await survey([]).inventory(of: Set(Target.allCases))
    let objects = inventory.objects(meant: text)
    let most = 20
    guard objects.count <= most else {
      throw HousekeepingError.severalObjects(text, count: objects.count)
    }
    guard !objects.isEmpty else {
      // It may be in a list that could not be had, unless the ledger knows it from another.
      let past = Set(try past(text).map(\.step.target))
      let lists = Target.allCases.filter { past.isEmpty || past.contains($0.singular) }
      if let error = lists.lazy.compactMap({ inventory.missing[$0] }).first { throw error }
      return []
    }
    // The list alone may rule an object out; its exact times tell when that ends.
    var wanted = Wanted()
    for object in objects {
      switch object {
      case .container(let container) where !container.isExternal: wanted.containerDetails.insert(container.id)
      case .image(let image): wanted.imageDetails.insert(image.id)
      case .network(let network): wanted.networkEndpoints.insert(network.id)
      case .container, .volume, .cache: break
      }
    }
    try await survey([]).fill(&inventory, wanted)
    var explanations: [Explanation] = []
    let plan = try await survey(configuration.policies).plan(on: &inventory, memory)
    for object in objects {
      var verdicts: [PolicyVerdict] = []
      for policy in configuration.policies where policy.target == object.target {
        let alone = try await survey([policy.enabled]).plan(on: &inventory, memory)
        verdicts.append(PolicyVerdict(policy: policy, verdict: alone.verdict(of: object)))
      }
      explanations.append(
        Explanation(
          target: object.target, id: object.id, name: object.name,
          facts: Wording.facts(of: inventory.current(object), memory, now: now), verdicts: verdicts,
          alone: try await alone(object, &inventory),
          steps: plan.steps.filter { $0.objectID == object.id && $0.target == object.target },
          past: try past(object.id)))
    }
    return explanations
  }

  /// What runs did to objects of this name or ID, newest first.
  package func past(_ text: String) throws(LedgerError) -> [PastStep] {
    var filter = HistoryFilter()
    filter.object = text
    filter.limit = 20
    return try look.ledger.steps(filter)
  }

  private func alone(_ object: EngineObject, _ inventory: inout Inventory) async throws -> ByteBounds? {
    switch inventory.current(object) {
    case .network: return nil
    case .cache(let record): return ByteBounds(exactly: record.isShared ? .zero : record.size)
    case .container(let container) where container.isExternal: return nil
    case .container(let container):
      var wanted = Wanted()
      wanted.containerSizes = [container.id]
      try await survey([]).fill(&inventory, wanted)
      guard case .container(let measured) = inventory.current(object) else { return nil }
      return measured.size.value?.bounds ?? .unknown
    case .volume(let volume):
      var wanted = Wanted()
      wanted.volumeSizes = [volume.name]
      try await survey([]).fill(&inventory, wanted)
      guard case .volume(let measured) = inventory.current(object) else { return nil }
      return measured.size.value.map { ByteBounds(exactly: $0) } ?? .unknown
    case .image(let image) where image.form.isList: return nil
    case .image(let image):
      var wanted = Wanted()
      wanted.imageChains = Set(inventory.images.filter { $0.layers == .notAsked }.map(\.id))
      if image.layers.value?.history == nil { wanted.imageHistories = [image.id] }
      wanted.cacheRecords = inventory.cache == .notAsked
      // A history is told of a chain that is known.
      let histories = wanted.imageHistories
      wanted.imageHistories = []
      try await survey([]).fill(&inventory, wanted)
      var more = Wanted()
      more.imageHistories = histories
      try await survey([]).fill(&inventory, more)
      guard case .image(let known) = inventory.current(object) else { return nil }
      return inventory.freed(
        byRemoving: known, look.information.store.imageSizes, protection: configuration.protection)
    }
  }

  private func survey(_ policies: [Policy]) -> Survey {
    Survey(look: look, planner: Planner(policies, configuration, look.information))
  }
}

extension Plan {
  /// What the only policy of this plan says of an object.
  fileprivate func verdict(of object: EngineObject) -> Verdict {
    if let step = steps.last(where: { $0.objectID == object.id && $0.target == object.target }) {
      return .sweep(step.reason)
    }
    if let omitted = omitted.first { return .keep(.unlisted(omitted.list, omitted.error)) }
    return .keep(kept.first { $0.id == object.id && $0.target == object.target }?.reason ?? .notSelected)
  }
}

extension Inventory {
  /// The object with what was learnt of it since.
  fileprivate func current(_ object: EngineObject) -> EngineObject {
    switch object {
    case .container(let old): containers.first { $0.id == old.id }.map(EngineObject.container) ?? object
    case .image(let old): images.first { $0.id == old.id }.map(EngineObject.image) ?? object
    case .volume(let old): volumes.first { $0.id == old.id }.map(EngineObject.volume) ?? object
    case .network(let old): networks.first { $0.id == old.id }.map(EngineObject.network) ?? object
    case .cache(let old): cache.value?.first { $0.id == old.id }.map(EngineObject.cache) ?? object
    }
  }
}
