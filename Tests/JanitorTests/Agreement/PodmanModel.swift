@testable import Policies

/// What Podman means by filters where that is not what Docker and janitor mean.
///
/// Where versions of it differ, or go by what no list shows, its answer is held between two bounds: what surely matches
/// and what may. Without the keys that are said here, both bounds are janitor's own answer.
struct PodmanModel {
  private let inventory: Inventory
  private let now: Timestamp
  private let index: ImageIndex

  init(_ inventory: Inventory, now: Timestamp) {
    self.inventory = inventory
    self.now = now
    index = ImageIndex(inventory.images)
  }

  /// The quirks that together make the reply; none where they do not.
  func quirks(_ question: Question, _ reply: Agreement.Reply) -> Set<Quirk> {
    var quirks: Set<Quirk> = []
    for key in Set(question.filters.map(\.key)) {
      if let quirk = Self.quirk(question.target, key, question.filters(key).count) { quirks.insert(quirk) }
    }
    if case .objects(let ids) = reply {
      let (sure, possible) = bounds(question)
      return sure.isSubset(of: ids) && ids.isSubset(of: possible) ? quirks : []
    }
    return mayRefuse(question) ? quirks : []
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
    case .networks: return question.filters(.until).count > 1
    case .volumes, .buildCache: return false
    }
  }

  /// Whether Podman may know what it reads: it takes no name of Docker Hub for what somebody else made.
  private func isName(_ reference: String) -> Bool {
    Reference.familiar(reference) == reference && !reference.hasPrefix("library/")
  }

  // MARK: Bounds

  private typealias Bounds = (sure: Truth, possible: Truth)

  private func bounds(_ question: Question) -> (sure: Set<String>, possible: Set<String>) {
    switch question.target {
    case .containers:
      let judge = ContainerFilters(inventory.containers, index, now: now)
      return bounds(question, inventory.containers, judge, \.id.description, containerBounds)
    case .images:
      return bounds(question, inventory.images, ImageFilters(index, now: now), \.id.description, imageBounds)
    case .volumes:
      let judge = VolumeFilters(users: Users(inventory.containers))
      return bounds(question, inventory.volumes, judge, \.name.description) { volume, filters in
        switch filters[0].key {
        case .label: exactly(filters.allSatisfy { has($0, volume.labels) })
        case .notLabel: notLabel(filters, volume.labels)
        case .dangling: exactly(filters.contains { $0 == .dangling(volume.isDangling ?? false) })
        default: nil
        }
      }
    case .networks:
      let judge = NetworkFilters(users: Users(inventory.containers), now: now)
      return bounds(question, inventory.networks, judge, \.id.description) { network, filters in
        switch filters[0].key {
        case .label: exactly(filters.allSatisfy { has($0, network.labels) })
        case .notLabel: notLabel(filters, network.labels)
        case .dangling where Set(filters).count > 1: (.no, .yes)
        default: nil
        }
      }
    case .buildCache: return ([], [])
    }
  }

  private func bounds<Judge: FilterJudge>(
    _ question: Question, _ objects: [Judge.Object], _ judge: Judge, _ id: (Judge.Object) -> String,
    _ special: (Judge.Object, [Filter]) -> Bounds?
  ) -> (sure: Set<String>, possible: Set<String>) {
    var groups = Array(Dictionary(grouping: question.filters, by: \.key).values)
    let ports = groups.filter { [.publish, .expose].contains($0[0].key) }
    if ports.count > 1 {
      // Docker and Podman alike take a container that matches either.
      groups = groups.filter { ![.publish, .expose].contains($0[0].key) } + [ports.flatMap(\.self)]
    }
    let tests = groups.map { (filters: $0, ours: judge.test(FilterSet($0))) }
    var (sure, possible): (Set<String>, Set<String>) = ([], [])
    for object in objects {
      let all = tests.map { special(object, $0.filters) ?? ($0.ours(object), $0.ours(object)) }
      if all.allSatisfy({ $0.sure == .yes }) { sure.insert(id(object)) }
      if all.allSatisfy({ $0.possible == .yes }) { possible.insert(id(object)) }
    }
    return (sure, possible)
  }

  private func exactly(_ flag: Bool) -> Bounds { (Truth(flag), Truth(flag)) }

  /// `label=key=` is any value to Podman.
  private func has(_ filter: Filter, _ labels: [String: String]) -> Bool {
    switch filter {
    case .label(let label), .notLabel(let label):
      labels[label.key].map { label.value.map(\.isEmpty) ?? true || $0 == label.value } ?? false
    default: false
    }
  }

  /// Of several, one that is missing is enough for some of Podman's lists.
  private func notLabel(_ filters: [Filter], _ labels: [String: String]) -> Bounds {
    (Truth(!filters.contains { has($0, labels) }), Truth(!filters.allSatisfy { has($0, labels) }))
  }

  // MARK: Containers

  private func containerBounds(_ container: Container, _ filters: [Filter]) -> Bounds? {
    let ours = ContainerFilters(inventory.containers, index, now: now).test(FilterSet(filters))(container)
    switch filters[0].key {
    case .label: return exactly(filters.allSatisfy { has($0, container.labels) })
    case .notLabel: return notLabel(filters, container.labels)
    case .id:
      let id = container.id.description
      let values = filters.map { $0.text.dropFirst("id=".count) }
      return (Truth(values.contains { id.hasPrefix($0) }), Truth(values.contains { id.contains($0) }))
    case .name:
      let found = filters.contains { filter in
        guard case .name(let pattern) = filter, let name = container.name else { return false }
        return pattern.matcher()(name)
      }
      // Some versions take slashes out of the pattern first, which then matches what ours matches.
      return (Truth(found && !filters.contains { $0.text.contains("/") }), found ? .yes : ours)
    case .ancestor, .network, .volume:
      return (.no, ours)
    case .health:
      return (.no, .no)
    case .before, .since:
      let times = filters.compactMap { $0.reference.flatMap(find)?.details.value?.created }
      guard let mine = container.details.value?.created, let limit = times.min() else { return (.no, .no) }
      return exactly(filters[0].key == .before ? mine < limit : mine > limit)
    default: return nil
    }
  }

  /// By name or by the beginning of an ID, as Podman looks a container up; it knows no name with a slash.
  private func find(_ name: String) -> Container? {
    if let named = inventory.containers.first(where: { $0.name == name }) { return named }
    let found = inventory.containers.filter { $0.id.description.hasPrefix(name) }
    return found.count == 1 ? found[0] : nil
  }

  // MARK: Images

  private func imageBounds(_ image: Image, _ filters: [Filter]) -> Bounds? {
    let judge = ImageFilters(index, now: now)
    let tests = filters.map { judge.test(FilterSet([$0]))(image) }
    switch filters[0].key {
    case .label:
      return (
        Truth(filters.allSatisfy { has($0, image.labels) }), Truth(filters.contains { has($0, image.labels) })
      )
    case .notLabel: return notLabel(filters, image.labels)
    case .reference:
      // By any part of a name, or as the image that the whole text names.
      let matches = filters.map { filter -> Bool in
        guard case .reference(let glob) = filter else { return false }
        return index.resolve(glob.description) == image.id
          || (image.tags + image.digests).flatMap(parts).contains { glob.matches($0, pathwise: true) }
      }
      return (.no, Truth(matches.contains(true)))
    case .dangling:
      // What is untagged and has children is neither to Docker; Podman says no to `true`.
      let isUntagged = image.tags.isEmpty
      return (
        Truth(tests.allSatisfy { $0 == .yes }),
        Truth(filters.contains { $0 == .dangling(isUntagged) || $0 == .dangling(false) && isUntagged })
      )
    case .before, .since, .until:
      return (
        Truth(tests.allSatisfy { $0 == .yes }),
        Truth(tests.contains(.yes) || image.details.value?.created == nil || filters.contains { isDateless($0) })
      )
    default: return nil
    }
  }

  private func isDateless(_ filter: Filter) -> Bool {
    filter.reference.flatMap(index.resolve).flatMap { index.images[$0] }?.details.value?.created == nil
      && filter.key != .until
  }

  private func parts(_ name: String) -> [String] {
    let isFamiliar = Reference.familiar("docker.io/" + name) == name
    let full = isFamiliar ? "docker.io/" + (name.contains("/") ? "" : "library/") + name : name
    let path = full.split(separator: "/", maxSplits: 1).last.map(String.init) ?? full
    let last = full.split(separator: "/").last.map(String.init) ?? full
    return [name, full, path, last].flatMap { [$0, Reference($0).repository] }
  }
}
