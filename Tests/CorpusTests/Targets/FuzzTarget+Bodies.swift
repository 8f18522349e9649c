import NIOCore
import NIOHTTP1
import Policies

@testable import EngineClient

extension FuzzTarget {
  /// Decodes a body and turns it into what janitor works with.
  func readBody(_ bytes: [UInt8]) {
    let answer = Answer(request: "GET /x", status: 200, headers: [:], body: ByteBuffer(bytes: bytes))
    do throws(EngineError) {
      switch self {
      case .containers: for wire: ContainerWire in try list(bytes) { use(wire.container) }
      case .container:
        use(try? answer.decode(PodmanTiesWire.self).ties)
        use(try answer.decode(ContainerInspectionWire.self))
      case .images: for wire: ImageWire in try list(bytes) { use(wire.image) }
      case .image: use(try answer.decode(ImageInspectionWire.self))
      case .history: for wire in try answer.decode([HistoryWire].self) { use(wire.entry) }
      case .removals: for wire in try answer.decode([RemovalWire].self) { use(wire.Deleted.flatMap { LayerID($0) }) }
      case .volumes: for wire in try answer.decode(VolumeListWire.self).Volumes ?? [] { use(wire.volume(.untold)) }
      case .volume: use(try answer.decode(VolumeWire.self).volume(.said))
      case .networks: for wire in try answer.decode([NetworkWire].self) { use(wire.network(.docker)) }
      case .network:
        let wire = try answer.decode(NetworkWire.self)
        use(wire.network(.podman, endpoints: .known(wire.endpoints)))
      case .usage:
        let wire = try answer.decode(UsageWire.self)
        use((wire.sizes, wire.reclaimable, wire.ownBytes, wire.writableBytes))
        use(try wire.records())
      case .cacheRemoval: use((try answer.decode(CacheRemovalWire.self).CachesDeleted ?? []).map { CacheID($0) })
      case .information: use(try answer.decode(InformationWire.self).SystemTime.map { Timestamp(rfc3339: $0) })
      case .podmanContainers:
        for wire: PodmanContainerWire in try list(bytes) {
          use((wire.pod, wire.hasNoImage, ContainerID(wire.Id).flatMap(wire.external)))
        }
      case .manifestList: use(try answer.decode(ManifestListWire.self).manifests.map(\.digest))
      case .podmanRemoval: use(try answer.decode(PodmanRemovalWire.self).Errors)
      default: use(answer.refusal)
      }
    } catch {
      use(error)
    }
  }

  /// As it comes in two pieces, cut wherever.
  private func list<Wire: Decodable>(_ bytes: [UInt8]) throws(EngineError) -> [Wire] {
    var reader = ListReader("GET /x") { json throws(EngineError) in try decoded(json, "GET /x") as Wire }
    let cut = Int(bytes.last ?? 0) * bytes.count / 256
    try reader.feed(ByteBuffer(bytes: bytes[..<cut]))
    try reader.feed(ByteBuffer(bytes: bytes[cut...]))
    return try reader.finish()
  }

  private func use(_ wire: ContainerInspectionWire) {
    guard let id = ContainerID(wire.Id) else { return }
    use(wire.container(id, .docker, size: .notAsked))
    use(ContainerLog(wire).folder)
    use(wire.GraphDriver?.layers)
  }

  private func use(_ wire: ImageInspectionWire) {
    guard let id = ImageID(wire.Id) else { return }
    use(wire.image(id))
    use(LayerID.chain(wire.RootFS?.Layers ?? []))
    use(wire.GraphDriver?.layers)
  }

  /// So that what leads to a value is not left out for having no use.
  @inline(never) private func use<Value>(_ value: Value) {}
}
