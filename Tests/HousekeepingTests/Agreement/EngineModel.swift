import EngineLab

@testable import Policies

/// What an engine is known to answer where it differs from janitor: its whole answer, not just that it may differ.
struct EngineModel {
  private let engine: EngineUnderTest
  private let inventory: Inventory
  private let now: Timestamp
  private let index: ImageIndex
  private let store: ContainerdStore?

  init(_ engine: EngineUnderTest, _ inventory: Inventory, now: Timestamp) {
    self.engine = engine
    self.inventory = inventory
    self.now = now
    index = ImageIndex(inventory.images)
    store = engine.hasContainerdStore ? ContainerdStore(inventory.images, now: now) : nil
  }

  /// The quirks that together make the engine's reply; none where they do not.
  func quirks(_ question: Question, _ reply: Agreement.Reply) -> Set<Quirk> {
    if engine.isPodman { return PodmanModel(engine, inventory, now: now).quirks(question, reply) }
    for variant in variants(question) {
      let (quirks, answers, mayRefuse) = predict(variant.question)
      let isExplained =
        switch reply {
        case .objects(let ids): answers.contains { $0.holds(ids) }
        case .refused: mayRefuse
        }
      if isExplained { return quirks.union(variant.quirks) }
    }
    return []
  }

  /// The question itself, or what an engine makes of it where a yes-or-no filter is there both ways, or the beginning of
  /// an ID is too short for it.
  private func variants(_ question: Question) -> [(question: Question, quirks: Set<Quirk>)] {
    guard Set(question.filters(.dangling)).count > 1 else {
      guard let read = store?.readIDs(question) else { return [(question, [])] }
      return [(read, [.shortID])]
    }
    let rest = question.filters.filter { $0.key != .dangling }
    let choices: [[Filter]] = [[.dangling(true)], [.dangling(false)], []]
    return choices.map { choice in
      let question = Question(question.target, rest + choice)
      return (store?.readIDs(question) ?? question, [.bothWays])
    }
  }

  private func predict(_ question: Question) -> Prediction {
    switch question.target {
    case .containers: containers(question)
    case .images: images(question)
    case .networks: networks(question)
    case .volumes, .buildCache: ([], [Answer(ours(question))], false)
    }
  }

  private func ours(_ question: Question) -> Set<String> { Jury(inventory, now: now).matches(question) }

  private typealias Prediction = (quirks: Set<Quirk>, answers: [Answer], mayRefuse: Bool)

  // MARK: Containers

  private func containers(_ question: Question) -> Prediction {
    var quirks: Set<Quirk> = []
    let (before, since) = (question.filters(.before), question.filters(.since))
    if before.count > 1 || since.count > 1 { quirks.insert(.oneOfSeveral) }
    let isOrdered = !before.isEmpty || !since.isEmpty
    if isOrdered, question.uses(.name) || question.uses(.id) { quirks.insert(.orderAmongMatches) }
    if !before.isEmpty, !since.isEmpty { quirks.insert(.crossed) }
    if question.uses(.isTask) { quirks.insert(.taskByLabel) }

    let judge = ContainerFilters(inventory.containers, index, now: now)
    let named = judge.test(FilterSet(question.filters.filter { [.name, .id].contains($0.key) }))
    let rest = judge.test(FilterSet(question.filters.filter { ![.before, .since, .isTask].contains($0.key) }))
    let places = inventory.containers.filter { named($0) == .yes }
    // No container of these engines is Swarm's.
    let isTask = question.filters(.isTask).contains(.isTask(true))
    func find(_ filters: [Filter]) -> [ContainerID?] {
      filters.isEmpty ? [nil] : filters.compactMap { $0.reference.flatMap(container) }
    }
    func answer(_ before: ContainerID?, _ since: ContainerID?) -> Answer {
      var walk = places[...]
      if let before {
        walk = walk.drop { $0.id != before }.dropFirst()
      }
      if let since { walk = walk.prefix { $0.id != since } }
      return Answer(isTask ? [] : Set(walk.filter { rest($0) == .yes }.map(\.id.description)))
    }
    let answers = find(before).flatMap { before in find(since).map { answer(before, $0) } }
    let isUnknown = (before + since).contains { $0.reference.flatMap(container) == nil }
    return (quirks, answers, isUnknown && quirks.contains(.oneOfSeveral))
  }

  private func container(_ name: String) -> ContainerID? {
    let bare = name.hasPrefix("/") ? String(name.dropFirst()) : name
    return inventory.containers.first { $0.id.description == name || $0.name == bare }?.id
  }

  // MARK: Networks

  private func networks(_ question: Question) -> Prediction {
    let rest = ours(Question(.networks, question.filters.filter { $0.key != .dangling }))
    let custom = ours(Question(.networks, [.networkKind(.custom)]))
    let answer = question.filters(.dangling).first.map { filter in
      filter == .dangling(true) ? rest.intersection(custom) : rest.subtracting(custom)
    }
    return (question.uses(.dangling) ? [.allDangling] : [], [Answer(answer ?? rest)], false)
  }

  // MARK: Images

  private func images(_ question: Question) -> Prediction {
    var quirks: Set<Quirk> = []
    let (before, since) = (question.filters(.before), question.filters(.since))
    if before.count > 1 || since.count > 1 { quirks.insert(.oneOfSeveral) }
    if !before.isEmpty || !since.isEmpty || question.uses(.until) { quirks.insert(.noDate) }

    if let store { quirks.formUnion(store.quirks(question)) }

    let judge = ImageFilters(index, now: now)
    let groups = Dictionary(grouping: question.filters.filter { ![.before, .since].contains($0.key) }, by: \.key)
    let tests = groups.values.map { (filters: $0, ours: judge.test(FilterSet($0))) }
    func matching(_ bound: (Bounds) -> Truth) -> [Image] {
      inventory.images.filter { image in
        tests.allSatisfy { (store?.bounds(image, $0.filters).map(bound) ?? $0.ours(image)) == .yes }
      }
    }
    /// Later versions pass over one that has no date itself.
    func find(_ filters: [Filter]) -> [Image?] {
      let images = filters.compactMap { $0.reference.flatMap(index.resolve).flatMap { index[$0] } }
      let isPassedOver = images.contains { $0.date == .earliest }
      return (filters.isEmpty || isPassedOver ? [nil] : []) + images
    }
    func narrowed(_ images: [Image], _ before: Image?, _ since: Image?) -> Set<String> {
      Set(
        images.filter { image in
          before.map { image.date < $0.date } ?? true && since.map { image.date > $0.date } ?? true
        }.map(\.id.description))
    }
    let all = (sure: matching(\.sure), possible: matching(\.possible))
    // Later versions leave out what has no date.
    let dated = (sure: all.sure.filter { $0.date != .earliest }, possible: all.possible.filter { $0.date != .earliest })
    let answers = [all, dated].flatMap { images in
      find(before).flatMap { before in
        find(since).map {
          Answer(sure: narrowed(images.sure, before, $0), possible: narrowed(images.possible, before, $0))
        }
      }
    }
    return (quirks, answers, (before + since).contains { $0.reference.flatMap(index.resolve) == nil })
  }
}

/// Whether an object matches, as far as can be told.
typealias Bounds = (sure: Truth, possible: Truth)

/// The objects that an engine lists, as far as can be told.
struct Answer {
  var sure: Set<String>
  var possible: Set<String>

  init(sure: Set<String>, possible: Set<String>) {
    self.sure = sure
    self.possible = possible
  }

  init(_ ids: Set<String>) { self.init(sure: ids, possible: ids) }

  func holds(_ ids: Set<String>) -> Bool { sure.isSubset(of: ids) && ids.isSubset(of: possible) }
}

extension Question {
  init(_ target: Target, _ filters: [Filter]) {
    self.init(target: target, texts: filters.map(\.text), filters: filters)
  }

  func filters(_ key: FilterKey) -> [Filter] { filters.filter { $0.key == key } }
  func uses(_ key: FilterKey) -> Bool { filters.contains { $0.key == key } }
}

extension Filter {
  /// What it compares with.
  var reference: String? {
    switch self {
    case .before(let name), .since(let name): name
    default: nil
    }
  }
}

extension Image {
  /// Its date, or the beginning of time.
  fileprivate var date: Timestamp { details.value?.created ?? created ?? .earliest }
}

extension Timestamp {
  fileprivate static let earliest = Timestamp(nanoseconds: .min)
}
