import NIOHTTP1
package import Policies

extension Engine {
  /// `GET /info`
  package func information() async throws(EngineError) -> EngineInformation {
    let wire = try await callWhenFree("/info").decode(InformationWire.self)
    return EngineInformation(
      id: try id(wire), clock: wire.SystemTime.flatMap { Timestamp(rfc3339: $0) }, store: store(wire),
      storageDriver: wire.Driver ?? "", rootDirectory: wire.DockerRootDir ?? "")
  }

  /// Podman makes up an ID at each call, so its host's name stands in for it.
  private func id(_ wire: InformationWire) throws(EngineError) -> String {
    if identity.kind == .podman, let name = wire.Name { return "podman@\(name)" }
    guard identity.kind == .docker, let id = wire.ID, !id.isEmpty else {
      throw .undecodable(request: "GET /info", detail: "the engine does not say who it is")
    }
    return id
  }

  private func store(_ wire: InformationWire) -> ImageStore {
    guard identity.kind == .docker, let driver = wire.Driver else { return .unknown }
    let isSnapshotter = (wire.DriverStatus ?? []).contains {
      $0.first == "driver-type" && $0.last == "io.containerd.snapshotter.v1"
    }
    if isSnapshotter { return .snapshots }
    return ["overlay2", "fuse-overlayfs", "vfs", "btrfs", "zfs", "aufs", "devicemapper"].contains(driver)
      ? .layers : .unknown
  }
}

struct InformationWire: Decodable {
  var ID: String?
  var Name: String?
  var SystemTime: String?
  var Driver: String?
  var DriverStatus: [[String]]?
  var DockerRootDir: String?
}
