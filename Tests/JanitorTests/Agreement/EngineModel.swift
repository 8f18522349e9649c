import EngineLab

@testable import Policies

/// A way in which an engine's list means something else than janitor by the same filters: a row of docs/engines.md.
enum Quirk: String, CaseIterable {
  /// Docker goes by what Swarm told it, janitor by the label that Swarm puts on.
  case taskByLabel = "is-task"
  /// The engine takes one of several `before=` or `since=`, any one.
  case oneOfSeveral = "several before or since"
  /// With `name=` or `id=`, Docker looks for the container of `before=` or `since=` only among those that match.
  case orderAmongMatches = "name or id with before or since"
  /// Where the container of `since=` is newer than that of `before=`, Docker forgets about `since=`.
  case crossed = "since newer than before"
  /// In Docker's list every network that it does not come with is dangling, whatever runs on it.
  case allDangling = "dangling networks"
  /// Given a yes-or-no filter both ways, the engine refuses, or takes one, all or nothing; janitor matches nothing.
  case bothWays = "yes and no"
  /// The engine takes an image without a date for the oldest, janitor for one of unknown age.
  case noDate = "image without a date"

  /// Podman takes `label=key=` as any value, and of several `label!=` one that is missing may do.
  case emptyLabel = "Podman: label with an empty value"
  /// Podman takes every object whose ID begins with the text, or (4.3) has it anywhere; janitor one alone.
  case anyID = "Podman: id of several"
  /// Podman knows names without the slash that Docker puts before them.
  case bareName = "Podman: name with a slash"
  /// Podman refuses the states that it does not have.
  case unknownStatus = "Podman: status dead or restarting"
  /// Podman takes an image's own containers; janitor those of the images built on it, too.
  case noDescendants = "Podman: ancestor"
  /// Podman takes the earliest of several, knows beginnings of IDs, and refuses a slash before the name.
  case byTime = "Podman: before or since"
  case volumeByName = "Podman: volume by its place"
  case networkByName = "Podman: network none or host"
  case healthless = "Podman: health without a check"
  /// Podman goes by any part of a name.
  case podmanReference = "Podman: reference"
  case podmanImageOrder = "Podman: image before, since or until"
  case podmanDangling = "Podman: dangling images"
  case oneUntil = "Podman: several until"
}

/// What an engine is known to answer where it differs from janitor: its whole answer, not just that it may differ.
struct EngineModel {
  private let engine: EngineUnderTest
  private let inventory: Inventory
  private let now: Timestamp
  private let index: ImageIndex

  init(_ engine: EngineUnderTest, _ inventory: Inventory, now: Timestamp) {
    self.engine = engine
    self.inventory = inventory
    self.now = now
    index = ImageIndex(inventory.images)
  }

  /// The quirks that together make the engine's reply; none where they do not.
  func quirks(_ question: Question, _ reply: Agreement.Reply) -> Set<Quirk> {
    if engine.isPodman { return PodmanModel(inventory, now: now).quirks(question, reply) }
    for variant in variants(question) {
      let (quirks, answers, mayRefuse) = predict(variant.question)
      let isExplained =
        switch reply {
        case .objects(let ids): answers.contains(ids)
        case .refused: mayRefuse
        }
      if isExplained { return quirks.union(variant.quirks) }
    }
    return []
  }

  /// The question itself, or what an engine makes of it where a yes-or-no filter is there both ways.
  private func variants(_ question: Question) -> [(question: Question, quirks: Set<Quirk>)] {
    guard Set(question.filters(.dangling)).count > 1 else { return [(question, [])] }
    let rest = question.filters.filter { $0.key != .dangling }
    return [[.dangling(true)], [.dangling(false)], []].map { (Question(question.target, rest + $0), [.bothWays]) }
  }

  private func predict(_ question: Question) -> Prediction {
    switch question.target {
    case .containers: containers(question)
    case .images: images(question)
    case .networks: networks(question)
    case .volumes, .buildCache: ([], [ours(question)], false)
    }
  }

  private func ours(_ question: Question) -> Set<String> { Jury(inventory, now: now).matches(question) }

  private typealias Prediction = (quirks: Set<Quirk>, answers: [Set<String>], mayRefuse: Bool)

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
    func answer(_ before: ContainerID?, _ since: ContainerID?) -> Set<String> {
      var walk = places[...]
      if let before {
        walk = walk.drop { $0.id != before }.dropFirst()
      }
      if let since { walk = walk.prefix { $0.id != since } }
      return isTask ? [] : Set(walk.filter { rest($0) == .yes }.map(\.id.description))
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
    return (question.uses(.dangling) ? [.allDangling] : [], [answer ?? rest], false)
  }

  // MARK: Images

  private func images(_ question: Question) -> Prediction {
    var quirks: Set<Quirk> = []
    let (before, since) = (question.filters(.before), question.filters(.since))
    if before.count > 1 || since.count > 1 { quirks.insert(.oneOfSeveral) }
    if !before.isEmpty || !since.isEmpty || question.uses(.until) { quirks.insert(.noDate) }

    let rest = ImageFilters(index, now: now).test(
      FilterSet(question.filters.filter { ![.before, .since].contains($0.key) }))
    let matching = inventory.images.filter { rest($0) == .yes }
    /// Later versions pass over one that has no date itself.
    func find(_ filters: [Filter]) -> [Image?] {
      let images = filters.compactMap { $0.reference.flatMap(index.resolve).flatMap { index.images[$0] } }
      let isPassedOver = images.contains { $0.date == .earliest }
      return (filters.isEmpty || isPassedOver ? [nil] : []) + images
    }
    func answer(_ images: [Image], _ before: Image?, _ since: Image?) -> Set<String> {
      Set(
        images.filter { image in
          before.map { image.date < $0.date } ?? true && since.map { image.date > $0.date } ?? true
        }.map(\.id.description))
    }
    // Later versions leave out what has no date.
    let dated = matching.filter { $0.date != .earliest }
    let answers = [matching, dated].flatMap { images in
      find(before).flatMap { before in find(since).map { answer(images, before, $0) } }
    }
    let isUnknown = (before + since).contains { $0.reference.flatMap(index.resolve) == nil }
    return (quirks, answers, isUnknown && quirks.contains(.oneOfSeveral))
  }
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
