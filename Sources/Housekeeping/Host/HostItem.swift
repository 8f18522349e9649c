import EngineClient
import Policies

/// An object with what it takes and whom it belongs to.
struct HostItem {
  var target: Target
  var id: String
  var name: String
  var bytes: ByteCount
  var holder: Holder
  var situation: Situation?
}

extension HostItem {
  static func items(_ inventory: Inventory, _ usage: EngineUsage?) -> [HostItem] {
    let users = Dictionary(grouping: inventory.containers.compactMap(\.image), by: \.self).mapValues(\.count)
    return inventory.containers.map { HostItem($0, usage) }
      + inventory.images.map { HostItem($0, usage, users: users[$0.id] ?? 0) }
      + inventory.volumes.map { HostItem($0, usage) } + inventory.networks.map { HostItem($0) }
      + (usage?.cache ?? []).map { HostItem($0) }
  }

  private init(_ container: Container, _ usage: EngineUsage?) {
    self.init(
      target: .containers, id: container.id.description, name: container.displayName,
      bytes: usage?.containers[container.id] ?? .zero,
      holder: Holder(container.manager, labels: container.labels) ?? .containers, situation: .state(container.state))
  }

  private init(_ image: Image, _ usage: EngineUsage?, users: Int) {
    self.init(
      target: .images, id: image.id.description, name: image.displayName, bytes: usage?.images[image.id] ?? .zero,
      holder: image.repository.map { .repository($0) } ?? .untaggedImages, situation: .containers(users))
  }

  private init(_ volume: Volume, _ usage: EngineUsage?) {
    let name = volume.name.description
    self.init(
      target: .volumes, id: name, name: volume.displayName, bytes: usage?.volumes[volume.name] ?? .zero,
      holder: Holder(volume.manager, labels: volume.labels)
        ?? (volume.isAnonymous == true ? .anonymousVolumes : .namedVolumes),
      situation: volume.isDangling.map { .inUse(!$0) })
  }

  private init(_ network: Network) {
    self.init(
      target: .networks, id: network.id.description, name: network.displayName, bytes: .zero,
      holder: Holder(network.manager, labels: network.labels) ?? .networks)
  }

  private init(_ record: CacheRecord) {
    self.init(
      target: .buildCache, id: record.id.description, name: record.displayName,
      bytes: record.isShared ? .zero : record.size, holder: .buildCache, situation: record.isInUse ? .inUse(true) : nil)
  }
}
