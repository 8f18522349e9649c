import ProgramLab

@testable import Policies

/// Writes random filters, most of which some object of the inventory matches.
struct FilterWriter {
  let inventory: Inventory
  var random: Seeded

  /// One to four keys among `keys`, each with one or more values, as texts of janitor.conf.
  mutating func filters(_ target: Target, keys: [FilterKey]) -> [String] {
    let count = min(keys.count, random.pick(1, 1, 1, 2, 2, 3, 4))
    return keys.shuffled(using: &random).prefix(count).flatMap { key in
      (0..<random.pick(1, 1, 1, 2, 3)).map { _ in "\(key.rawValue)=\(value(of: key, target))" }
    }
  }

  private mutating func value(of key: FilterKey, _ target: Target) -> String {
    switch target {
    case .containers: containerValue(key)
    case .images: imageValue(key)
    case .volumes: volumeValue(key)
    case .networks: networkValue(key)
    case .buildCache: ""
    }
  }

  // MARK: Containers

  private mutating func containerValue(_ key: FilterKey) -> String {
    let container = random.pick(inventory.containers)
    let name = container.name ?? "?"
    switch key {
    case .id: return id(container.id.description)
    case .name: return pattern(name)
    case .label, .notLabel: return label(container.labels)
    case .status: return random.pick(ContainerState.known).word
    case .exited: return String(random.pick(0, 0, 1, 2, 3, 127, 137, 255, 7, -1))
    case .ancestor: return random.happens(90) ? image(random.pick(inventory.images)) : "no/such:image"
    case .before, .since:
      return random.pick(name, name, "/" + name, container.id.description, String(container.id.description.prefix(12)))
    case .until: return instant(container.details.value?.created ?? container.created)
    case .volume:
      let mounts = container.mounts.flatMap { [$0.name ?? $0.source, $0.destination] }
      return random.pick(mounts + Clutter.volumes + ["/tmp", "/nowhere", "data"].filter { _ in mounts.isEmpty })
    case .network:
      let ids = container.networks.values.filter { !$0.isEmpty }.sorted()
      let words = container.networks.keys.sorted() + Clutter.networks
      return random.pick(words + ids + ids.map { String($0.prefix(6)) } + ["none", "host", "nowhere", "net"])
    case .health: return random.pick(Health.allCases).rawValue
    case .publish:
      let ports = inventory.containers.flatMap(\.ports).compactMap(\.published).sorted()
      return random.happens(70) && !ports.isEmpty ? near(random.pick(ports)) : near(random.pick(80, 53, 25_000))
    case .expose: return near(random.pick(80, 81, 443, 8080, 53, 9000))
    case .isTask: return random.pick("true", "false")
    default: return ""
    }
  }

  /// The whole, the beginning, or something from the middle.
  private mutating func id(_ whole: String) -> String {
    switch random.number(0...9) {
    case 0...2: whole
    case 3...4: String(whole.prefix(12))
    case 5...7: String(whole.prefix(random.number(1...6)))
    case 8: String(whole.dropFirst(5).prefix(8))
    default: "zz"
    }
  }

  private mutating func pattern(_ name: String) -> String {
    let quoted = name.replacing(".", with: "\\.")
    let part = String(name.dropFirst(random.number(0...2)).prefix(random.number(1...4)))
    return random.pick(
      name, part, "^\(quoted)$", "^/\(quoted)$", "/\(part)", "^\(part)", "\(part)$", "\(name.prefix(1)).*[0-9]$",
      "(\(part)|web|0f)", "[\(name.prefix(1))j][eo]", "\(name.prefix(2))+", "^..\(name.dropFirst(2))?", "\\d\\d",
      "[^a-z0-9]", "nothing", "^(?:a|b|x)", "(?i)ALPHA", "a{1}.?b")
  }

  private mutating func label(_ labels: [String: String]) -> String {
    guard !labels.isEmpty, random.happens(85) else {
      return random.pick("job", "nobody", "job=0", "empty=", "tier=web")
    }
    let key = random.pick(labels.keys.sorted())
    let value = labels[key] ?? ""
    return random.pick(key, key, "\(key)=\(value)", "\(key)=\(value)", "\(key)=\(value)x", "\(key)=")
  }

  private mutating func near(_ port: Int) -> String {
    let range = random.happens(70) ? "\(port)" : "\(port - random.number(0...40))-\(port + random.number(0...900))"
    return range + random.pick("", "", "/tcp", "/udp")
  }

  // MARK: Images

  private mutating func imageValue(_ key: FilterKey) -> String {
    let chosen = random.pick(inventory.images)
    switch key {
    case .dangling: return random.pick("true", "false")
    case .reference: return glob(random.happens(90) ? image(chosen) : "no/such")
    case .label, .notLabel: return label(chosen.labels)
    case .before, .since: return image(chosen)
    case .until: return instant(chosen.details.value?.created)
    default: return ""
    }
  }

  /// What somebody may call the image.
  private mutating func image(_ image: Image) -> String {
    let hex = String(image.id.hex)
    let ids = [hex, "sha256:" + hex, String(hex.prefix(12)), String(hex.prefix(7)), String(hex.prefix(2))]
    let names = image.tags + image.digests
    guard !names.isEmpty, random.happens(75) else { return random.pick(ids) }
    let name = random.pick(names)
    let repository = Reference(name).repository
    // The hub's name goes before what is on the hub; before another registry's it is no name at all.
    guard Reference.familiar("docker.io/" + name) == name else { return random.pick(name, name, repository) }
    return random.pick(
      name, name, name, repository, "docker.io/library/" + name, "docker.io/" + name, "index.docker.io/" + name,
      "library/" + name)
  }

  private mutating func glob(_ name: String) -> String {
    let repository = Reference(name).repository
    let last = repository.split(separator: "/").last.map(String.init) ?? repository
    return random.pick(
      name, repository, "\(repository):*", "*:\(random.pick("1", "2", "latest", "v1.0"))", "*", "*/*", "*/\(last)",
      "*/*/*", "\(last)*", "*\(last.dropFirst())", "\(repository.prefix(2))?*", "[a-c]*", "[^a-c]*:*", "\(last):[0-9]",
      "*/\(last):?", "*.test*/*")
  }

  // MARK: Volumes and networks

  private mutating func volumeValue(_ key: FilterKey) -> String {
    let volume = random.pick(inventory.volumes)
    switch key {
    case .dangling: return random.pick("true", "false")
    case .name: return pattern(volume.name.description)
    case .label, .notLabel: return label(volume.labels)
    case .driver: return random.pick("local", "local", "local", "loc", "nfs")
    default: return ""
    }
  }

  private mutating func networkValue(_ key: FilterKey) -> String {
    let network = random.pick(inventory.networks)
    switch key {
    case .dangling: return random.pick("true", "false")
    case .name: return pattern(network.name)
    case .id: return id(network.id.description)
    case .label, .notLabel: return label(network.labels)
    case .driver: return random.pick("bridge", "bridge", "host", "null", "brid", "overlay")
    case .scope: return random.pick("local", "local", "global", "swarm", "loc")
    case .type: return random.pick("custom", "builtin")
    case .until: return instant(network.created)
    default: return ""
    }
  }

  // MARK: Times

  /// Exactly that instant, a little beside it, or a round number of days ago.
  private mutating func instant(_ moment: Timestamp?) -> String {
    guard let moment, random.happens(75) else {
      return random.pick("10m", "1h30m", "400h", "1m30s", "2001-02-04", "2026-01-01")
    }
    let shifted = moment.advanced(by: .seconds(random.pick(0, 0, -1, 1, 3600)))
    return random.happens(50) ? shifted.rfc3339 : String(shifted.nanoseconds / 1_000_000_000)
  }
}
