import FoundationEssentials
import Policies

@testable import EngineClient

extension FuzzTarget {
  private struct Lists: Decodable {
    var containers: [ContainerWire]?
    var images: [ImageWire]?
    var volumes: [VolumeWire]?
    var networks: [NetworkWire]?
    var usage: UsageWire?
  }

  /// An engine may tell of parents in a circle, of one ID twice, of dates in the future: the planner comes to a plan all the
  /// same.
  func readPlan(_ bytes: [UInt8]) {
    guard let lists = try? JSONDecoder().decode(Lists.self, from: Data(bytes)) else { return }
    var inventory = Inventory(
      containers: (lists.containers ?? []).compactMap(\.container), images: (lists.images ?? []).compactMap(\.image),
      volumes: (lists.volumes ?? []).compactMap { $0.volume(.labelled) },
      networks: (lists.networks ?? []).compactMap { $0.network(.docker) },
      cache: .known((try? lists.usage?.records()) ?? []))
    let policies = Target.allCases.map { target in
      var policy = Policy(name: "\(target)", target: target, olderThan: .zero, since: target.origins.last)
      policy.keepLast = target == .images ? KeepLast(count: 1, per: .repository) : nil
      policy.takesNamed = true
      return policy
    }
    let now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
    let planner = Planner(policies)
    for _ in 0..<10 {
      guard case .needs(let wanted) = planner.next(inventory, Memory(), now: now) else { return }
      inventory.giveUp(on: wanted, now)
    }
    preconditionFailure("the planner asks for the same again and again")
  }
}

extension Inventory {
  /// Answers as an engine does that knows next to nothing.
  fileprivate mutating func giveUp(on wanted: Wanted, _ now: Timestamp) {
    for index in containers.indices {
      let container = containers[index]
      if wanted.containerDetails.contains(container.id) {
        containers[index].details = .known(
          ContainerDetails(created: container.created, finished: container.created, exitCode: 0, restart: .no))
      }
      if wanted.containerTies.contains(container.id) { containers[index].ties = .unavailable }
      if wanted.containerSizes.contains(container.id) { containers[index].size = .unavailable }
    }
    for index in images.indices {
      let image = images[index]
      if wanted.imageDetails.contains(image.id) { images[index].details = .known(ImageDetails(created: image.created)) }
      if wanted.manifestForms.contains(image.id) { images[index].form = .list(image.digests) }
      if wanted.imageChains.contains(image.id) {
        images[index].layers = .known(ImageLayers(chain: LayerID(image.id.description).map { [$0] } ?? []))
      }
      if wanted.imageHistories.contains(image.id), case .known(var layers) = images[index].layers {
        layers.history = []
        images[index].layers = .known(layers)
      }
      if wanted.layerSizes.contains(image.id) {
        for layer in image.layers.value?.chain ?? [] { layerSizes[layer] = .unavailable }
      }
    }
    for index in networks.indices where wanted.networkEndpoints.contains(networks[index].id) {
      networks[index].endpoints = .known([])
    }
    for index in volumes.indices where wanted.volumeSizes.contains(volumes[index].name) {
      volumes[index].size = .unavailable
    }
  }
}
