import EngineLab

@testable import Policies

/// What Podman means by filters where that is not what Docker and janitor mean.
///
/// Where versions of it differ, or go by what no list shows, its answer is held between two bounds: what surely matches
/// and what may. Without the keys that are said here, both bounds are janitor's own answer.
struct PodmanModel {
  let engine: EngineUnderTest
  let inventory: Inventory
  let now: Timestamp
  let index: ImageIndex

  init(_ engine: EngineUnderTest, _ inventory: Inventory, now: Timestamp) {
    self.engine = engine
    self.inventory = inventory
    self.now = now
    index = ImageIndex(inventory.images)
  }

  /// The quirks that together make the reply; none where they do not.
  func quirks(_ question: Question, _ reply: Agreement.Reply) -> Set<Quirk> {
    guard engine == .podman, question.target == .images, let joined = question.joined else {
      return explains(question, reply) ? names(question) : []
    }
    // Of several values it made one, which may be no value at all.
    guard let joined = Question(target: .images, writing: joined) else {
      if case .refused = reply { return [.joinedValues] }
      return []
    }
    return explains(joined, reply) ? names(joined).union([.joinedValues]) : []
  }

  private func explains(_ question: Question, _ reply: Agreement.Reply) -> Bool {
    guard case .objects(let ids) = reply else { return mayRefuse(question) }
    return answer(question).holds(ids)
  }

  private func names(_ question: Question) -> Set<Quirk> {
    let keys = Set(question.filters.map(\.key))
    var quirks = Set(keys.compactMap { Self.quirk(question.target, $0, question.filters($0).count) })
    if question.target == .volumes, keys.count > 1 { quirks.insert(.anyKey) }
    return quirks
  }

  private static func quirk(_ target: Target, _ key: FilterKey, _ count: Int) -> Quirk? {
    switch (target, key) {
    case (_, .label), (_, .notLabel): .emptyLabel
    case (.containers, .id), (.networks, .id): .anyID
    case (.containers, .name): .bareName
    case (.containers, .status): .unknownStatus
    case (.containers, .ancestor): .noDescendants
    case (.containers, .before), (.containers, .since): .byTime
    case (.containers, .volume): .volumeByName
    case (.containers, .network): .networkByName
    case (.containers, .health): .healthless
    case (.networks, .name): .bridgeName
    case (.networks, .dangling): count > 1 ? .bothWays : .idleNetworks
    case (.images, .reference): .podmanReference
    case (.images, .before), (.images, .since), (.images, .until): .podmanImageOrder
    case (.images, .dangling): .podmanDangling
    case (_, .until): count > 1 ? .oneUntil : nil
    case (_, .dangling): count > 1 ? .bothWays : nil
    default: nil
    }
  }

  private func mayRefuse(_ question: Question) -> Bool {
    let references = (question.filters(.before) + question.filters(.since)).compactMap(\.reference)
    switch question.target {
    case .containers:
      return question.filters(.until).count > 1
        || question.filters(.status).contains { [.status(.dead), .status(.restarting)].contains($0) }
        || references.contains { find($0) == nil }
    case .images:
      return references.contains { index.resolve($0) == nil || !isName($0) }
        || Set(question.filters(.dangling)).count > 1
    case .networks: return question.filters(.until).count > 1 || question.filters(.dangling).count > 1
    case .volumes, .buildCache: return false
    }
  }

  /// Whether Podman may know what it reads: it takes no name of Docker Hub for what somebody else made.
  private func isName(_ reference: String) -> Bool {
    Reference.familiar(reference) == reference && !reference.hasPrefix("library/")
  }
}

extension Question {
  /// Its filters with all values of a key in one, as Podman 4.3 reads those of images; `nil` where no key has several.
  fileprivate var joined: [String]? {
    let keys = Set(filters.map(\.key))
    guard keys.count < filters.count else { return nil }
    return keys.map { "\($0.rawValue)=" + values($0).joined(separator: "=") }
  }
}
