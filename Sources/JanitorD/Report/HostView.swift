import EngineClient
import Policies

/// What a host holds at one instant, who holds it, and what of it the policies leave.
struct HostView {
  struct Kind {
    var target: Target
    var objects: Int
    /// `nil` where the engine did not say.
    var bytes: ByteCount?
  }
  struct Holder {
    var name: String
    var objects: Int
    var bytes: ByteCount
  }
  struct KeptObject {
    var target: Target
    var name: String
    var bytes: ByteCount
    var why: String
  }

  var engine: EngineIdentity
  var kinds: [Kind]
  /// The largest first.
  var holders: [Holder]
  /// The largest first.
  var kept: [KeptObject]
  /// What the next run would do.
  var plan: Plan
  var disk: DiskState?
}

extension HostView {
  /// - Parameters:
  ///   - inventory: all kinds of objects.
  ///   - plan: made on it by all policies that are on.
  init(_ inventory: Inventory, _ usage: EngineUsage, _ plan: Plan, engine: EngineIdentity, disk: DiskState?) {
    self.engine = engine
    self.plan = plan
    self.disk = disk
    let items = Self.items(inventory, usage)
    kinds = Target.allCases.map { target in
      let own = items.filter { $0.target == target }
      let sum = own.map(\.bytes).reduce(.zero, +)
      // Networks take no room worth a word.
      let bytes: ByteCount? = target == .networks ? nil : target == .images ? usage.layers ?? sum : sum
      return Kind(target: target, objects: own.count, bytes: bytes)
    }

    var holders = Dictionary(grouping: items, by: \.holder).map { name, items in
      Holder(name: name, objects: items.count, bytes: items.map(\.bytes).reduce(.zero, +))
    }
    let own = items.filter { $0.target == .images }.map(\.bytes).reduce(.zero, +)
    if let layers = usage.layers, layers > own {
      holders.append(Holder(name: "layers that several images share", objects: 0, bytes: layers - own))
    }
    self.holders = holders.filter { $0.bytes > .zero }.sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }

    let going = Set(plan.steps.filter { $0.verb == .remove }.map(\.objectID))
    let reasons = Dictionary(plan.kept.map { ($0.id, $0.reason) }) { first, _ in first }
    kept = items.filter { !going.contains($0.id) && $0.bytes > .zero }
      .sorted { ($1.bytes, $0.name, $0.id) < ($0.bytes, $1.name, $1.id) }
      .map { item in
        let why = reasons[item.id].map(Wording.why) ?? "\(item.situation)no policy selects it"
        return KeptObject(target: item.target, name: item.name, bytes: item.bytes, why: why)
      }
  }

  private struct Item {
    var target: Target
    var id: String
    var name: String
    var bytes: ByteCount
    var holder: String
    /// What it is in, before the words that no policy selects it.
    var situation = ""
  }

  private static func items(_ inventory: Inventory, _ usage: EngineUsage) -> [Item] {
    let users = Dictionary(grouping: inventory.containers.compactMap(\.image), by: \.self).mapValues(\.count)
    var items: [Item] = inventory.containers.map { item($0, usage) }
    items += inventory.images.map { item($0, usage, users: users[$0.id] ?? 0) }
    items += inventory.volumes.map { item($0, usage) }
    items += inventory.networks.map { network in
      Item(
        target: .networks, id: network.id.description, name: network.displayName, bytes: .zero,
        holder: holder(network.labels, network.name) ?? "networks of no project")
    }
    items += usage.cache.map { record in
      Item(
        target: .buildCache, id: record.id.description, name: record.displayName,
        bytes: record.isShared ? .zero : record.size, holder: "build cache",
        situation: record.isInUse ? "in use, and " : "")
    }
    return items
  }

  private static func item(_ container: Container, _ usage: EngineUsage) -> Item {
    Item(
      target: .containers, id: container.id.description, name: container.displayName,
      bytes: usage.containers[container.id] ?? .zero,
      holder: holder(container.labels, container.name) ?? "containers of no project",
      situation: "it is \(container.state.word), and ")
  }

  private static func item(_ image: Image, _ usage: EngineUsage, users: Int) -> Item {
    Item(
      target: .images, id: image.id.description, name: image.displayName, bytes: usage.images[image.id] ?? .zero,
      holder: image.repository.map { "images of \($0)" } ?? "images without a tag",
      situation: users > 0 ? "\(Format.count(users, "container")) of it, and " : "unused, and ")
  }

  private static func item(_ volume: Volume, _ usage: EngineUsage) -> Item {
    let name = volume.name.description
    return Item(
      target: .volumes, id: name, name: volume.displayName, bytes: usage.volumes[volume.name] ?? .zero,
      holder: holder(volume.labels, name)
        ?? (volume.isAnonymous ? "anonymous volumes" : "named volumes of no project"),
      situation: volume.isDangling.map { $0 ? "unused, and " : "in use, and " } ?? "")
  }

  /// `nil` where it belongs to nobody in particular.
  private static func holder(_ labels: [String: String], _ name: String?) -> String? {
    switch Manager(labels: labels, name: name) {
    case nil: nil
    case .compose: labels["com.docker.compose.project"].map { "Compose project \(Format.cut($0))" } ?? "Compose"
    case let manager?: "managed by \(manager.rawValue)"
    }
  }
}
