/// An object of an inventory, whatever its kind.
package enum EngineObject: Hashable, Sendable {
  case container(Container)
  case image(Image)
  case volume(Volume)
  case network(Network)
  case cache(CacheRecord)

  package var target: Target {
    switch self {
    case .container: .containers
    case .image: .images
    case .volume: .volumes
    case .network: .networks
    case .cache: .buildCache
    }
  }

  package var id: String {
    switch self {
    case .container(let object): object.id.description
    case .image(let object): object.id.description
    case .volume(let object): object.id.description
    case .network(let object): object.id.description
    case .cache(let object): object.id.description
    }
  }

  package var name: String {
    switch self {
    case .container(let object): object.displayName
    case .image(let object): object.displayName
    case .volume(let object): object.displayName
    case .network(let object): object.displayName
    case .cache(let object): object.displayName
    }
  }
}

extension Inventory {
  /// The objects that somebody may mean: by name or reference, or else by the beginning of an ID.
  package func objects(meant text: String) -> [EngineObject] {
    let all =
      containers.map(EngineObject.container) + images.map(EngineObject.image) + volumes.map(EngineObject.volume)
      + networks.map(EngineObject.network) + (cache.value ?? []).map(EngineObject.cache)
    let named = all.filter { $0.isCalled(text) }
    return named.isEmpty ? all.filter { $0.id.hasPrefix(text) || $0.id.hasPrefix("sha256:\(text)") } : named
  }
}

extension EngineObject {
  fileprivate func isCalled(_ text: String) -> Bool {
    switch self {
    case .container(let object): object.names.contains(text) || "/\(object.displayName)" == text
    case .image(let object): (object.tags + object.digests).contains { $0 == text || $0 == "\(text):latest" }
    case .volume(let object): object.name.description == text
    case .network(let object): object.name == text
    case .cache: false
    }
  }
}
