import EngineLab

@testable import Policies

extension PodmanModel {
  func answer(_ question: Question) -> Answer {
    switch question.target {
    case .containers:
      let judge = ContainerFilters(inventory.containers, index, now: now)
      return answer(question, inventory.containers, judge, \.id.description, containerBounds)
    case .images:
      return answer(question, inventory.images, ImageFilters(index, now: now), \.id.description, imageBounds)
    case .volumes:
      let judge = VolumeFilters(users: Users(inventory.containers))
      return answer(question, inventory.volumes, judge, \.name.description) { volume, filters in
        switch filters[0].key {
        case .label where isOld: exactly(filters.contains { has($0, volume.labels) })
        case .label: exactly(filters.allSatisfy { has($0, volume.labels) })
        case .notLabel: notLabel(filters, volume.labels)
        case .dangling: exactly(filters.contains { $0 == .dangling(volume.isDangling ?? false) })
        default: nil
        }
      }
    case .networks:
      let judge = NetworkFilters(users: Users(inventory.containers), now: now)
      return answer(question, inventory.networks, judge, \.id.description) { network, filters in
        switch filters[0].key {
        case .label: exactly(filters.allSatisfy { has($0, network.labels) })
        case .notLabel: notLabel(filters, network.labels)
        case .id:
          (
            Truth(filters.contains { network.id.description.hasPrefix($0.text.dropFirst("id=".count)) }),
            NetworkFilters(users: Users(inventory.containers), now: now).test(FilterSet(filters))(network)
          )
        case .name where network.isPredefined:
          // What it lists as Docker's `bridge` has another name.
          exactly(filters.contains { if case .name(let pattern) = $0 { pattern.matcher()("podman") } else { false } })
        case .dangling:
          exactly(
            filters.contains(
              .dangling(!network.isPredefined && Users(inventory.containers).containers(on: network).isEmpty)))
        default: nil
        }
      }
    case .buildCache: return Answer([])
    }
  }

  private func answer<Judge: FilterJudge>(
    _ question: Question, _ objects: [Judge.Object], _ judge: Judge, _ id: (Judge.Object) -> String,
    _ special: (Judge.Object, [Filter]) -> Bounds?
  ) -> Answer {
    var groups = Array(Dictionary(grouping: question.filters, by: \.key).values)
    let ports = groups.filter { [.publish, .expose].contains($0[0].key) }
    if ports.count > 1 {
      // Docker and Podman alike take a container that matches either.
      groups = groups.filter { ![.publish, .expose].contains($0[0].key) } + [ports.flatMap(\.self)]
    }
    if isOld, question.target == .images {
      // To 4.3, `label!` of images is one more `label`, of which one has to hold.
      let isLabel = { (group: [Filter]) in [.label, .notLabel].contains(group[0].key) }
      let labels = groups.filter(isLabel).flatMap(\.self)
      groups = groups.filter { !isLabel($0) } + (labels.isEmpty ? [] : [labels])
    }
    let tests = groups.map { (filters: $0, ours: judge.test(FilterSet($0))) }
    var (sure, possible): (Set<String>, Set<String>) = ([], [])
    // Of volumes, it takes what any of the keys takes.
    let combine: ([Truth]) -> Truth = question.target == .volumes ? { .any($0) } : { .all($0) }
    for object in objects {
      let all = tests.map { special(object, $0.filters) ?? ($0.ours(object), $0.ours(object)) }
      if combine(all.map(\.sure)) == .yes { sure.insert(id(object)) }
      if combine(all.map(\.possible)) == .yes { possible.insert(id(object)) }
    }
    return Answer(sure: sure, possible: possible)
  }

  /// Debian 12's is 4.3.
  private var isOld: Bool { engine == .podman }

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
      // 5.8 takes slashes out of the pattern first.
      let foundBare = filters.contains { filter in
        guard case .name(let pattern) = filter, let name = container.name else { return false }
        return Pattern(pattern.description.replacing("/", with: "")).map { $0.matcher()(name) } ?? false
      }
      return (Truth(found && !filters.contains { $0.text.contains("/") }), Truth(found || foundBare))
    case .ancestor:
      let values = filters.map { String($0.text.dropFirst("ancestor=".count)) }
      let isOfOne = values.contains { $0 == container.image.map { String($0.hex) } }
      return (Truth(isOfOne), !isOld && values.contains { isPart($0, of: container) } ? .yes : ours)
    case .network, .volume:
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

  /// Whether it stands anywhere in the ID or in a name of the container's image.
  private func isPart(_ text: String, of container: Container) -> Bool {
    guard let image = container.image.flatMap({ index[$0] }) else { return false }
    return ([String(image.id.hex)] + image.tags + image.digests).contains { $0.contains(text) }
  }

  /// By name or by the beginning of an ID, as Podman looks a container up; it knows no name with a slash.
  func find(_ name: String) -> Container? {
    if let named = inventory.containers.first(where: { $0.name == name }) { return named }
    let found = inventory.containers.filter { $0.id.description.hasPrefix(name) }
    return found.count == 1 ? found[0] : nil
  }

  // MARK: Images

  private func imageBounds(_ image: Image, _ filters: [Filter]) -> Bounds? {
    let judge = ImageFilters(index, now: now)
    let tests = filters.map { judge.test(FilterSet([$0]))(image) }
    switch filters[0].key {
    case .label, .notLabel:
      let answers = filters.map { has($0, image.labels) == ($0.key == .label) }
      return exactly(isOld ? answers.contains(true) : !answers.contains(false))
    case .reference:
      // By any part of a name, or as the image that the whole text names.
      let matches = filters.map { filter -> Bool in
        guard case .reference(let glob) = filter else { return false }
        return index.resolve(glob.description) == image.id
          || (image.tags + image.digests).flatMap(parts).contains { glob.matches($0, pathwise: true) }
      }
      // 4.3 finds nothing by a digest.
      let isFound = tests.allSatisfy { $0 == .yes } && !(isOld && filters.contains { $0.text.contains("@") })
      return (Truth(isFound), Truth(matches.contains(true)))
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
        Truth(
          image.details.value?.created == nil || zip(filters, tests).allSatisfy { $1 == .yes || isDateless($0) })
      )
    default: return nil
    }
  }

  private func isDateless(_ filter: Filter) -> Bool {
    filter.reference.flatMap(index.resolve).flatMap { index[$0] }?.details.value?.created == nil
      && filter.key != .until
  }

  /// What a pattern may match: the name with its registry and without, its last part, each with its tag and without.
  private func parts(_ name: String) -> [String] {
    let isFamiliar = Reference.familiar("docker.io/" + name) == name
    let full = isFamiliar ? "docker.io/" + (name.contains("/") ? "" : "library/") + name : name
    let path = full.split(separator: "/", maxSplits: 1).last.map(String.init) ?? full
    let last = full.split(separator: "/").last.map(String.init) ?? full
    // Not by `Reference`, which takes the hub's own names off.
    let suffix = Reference(name).suffix
    return [name, full, path, last].flatMap { [$0, String($0.dropLast(suffix.count))] }
  }
}
