import Policies

extension Engine {
  /// `GET /libpod/containers/json?all=true&external=true`: which pod each container is part of, and the containers of other
  /// tools. Docker's list leaves both out.
  ///
  /// - Parameter containers: an earlier answer, so that what is missing now is on its way out.
  func completed(_ containers: [Container]) async throws(EngineError) -> [Container] {
    let own = try await list("/libpod/containers/json?all=true&external=true") {
      (wire: PodmanContainerWire, request) throws(EngineError) -> PodmanContainer in
      guard let id = ContainerID(wire.Id) else {
        throw .undecodable(request: request, detail: "'\(wire.Id)' is no container ID")
      }
      return PodmanContainer(id: id, wire)
    }
    let facts = Dictionary(own.map { ($0.id, $0) }) { first, _ in first }
    var completed: [Container] = []
    for var container in containers {
      container.pod = facts[container.id]?.pod
      container.hasNoImage = facts[container.id]?.hasNoImage ?? false
      container.state = container.state.corrected(hasStarted: facts[container.id]?.hasStarted ?? false)
      container.mounts = container.mounts.map(\.seenThrough)
      // An infra container's files are Podman's own.
      if container.hasNoImage, container.pod?.isInfra != true { container.mounts.append(await root(of: container.id)) }
      completed.append(container)
    }
    return completed + own.compactMap(\.external)
  }
}

extension Engine {
  /// The folder that a container without an image runs in, which may be a volume's; no list names it.
  private func root(of id: ContainerID) async -> Mount {
    let found = try? await find("/libpod/containers/\(id)/json")?.decode(PodmanRootWire.self).Rootfs
    guard let folder = found?.split(separator: ":").first, !folder.isEmpty else {
      return Mount(type: "rootfs", destination: "/")
    }
    return Mount(type: "bind", source: String(folder), destination: "/")
  }
}

private struct PodmanRootWire: Decodable { var Rootfs: String? }

extension Mount {
  /// With `:O` a container has an overlay of Podman's over a folder that no list names, and that may be a volume's.
  fileprivate var seenThrough: Mount {
    guard type == "bind", name == nil, source.contains("/userdata/overlay/") else { return self }
    return Mount(type: "overlay", source: source, destination: destination)
  }
}

/// What Podman's own list adds to Docker's.
private struct PodmanContainer: Sendable {
  let id: ContainerID
  let pod: Pod?
  let hasNoImage: Bool
  let hasStarted: Bool
  /// `nil` where Docker's list has it.
  let external: Container?

  init(id: ContainerID, _ wire: PodmanContainerWire) {
    self.id = id
    pod = wire.pod
    hasNoImage = wire.hasNoImage
    hasStarted = wire.StartedAt.flatMap { Timestamp(unixSeconds: $0) } != nil
    external = wire.external(id)
  }
}

/// A container as Podman's own list has it; its command and mounts are not read (S16).
struct PodmanContainerWire: Decodable {
  var Id: String
  var Names: [String]?
  var Image: String?
  var ImageID: String?
  var Created: String?
  var State: String?
  var StartedAt: Int64?
  var Pod: String?
  var PodName: String?
  var IsInfra: Bool?

  var pod: Policies.Pod? {
    guard let id = Pod, !id.isEmpty else { return nil }
    let name = PodName.flatMap { $0.isEmpty ? nil : $0 } ?? String(id.prefix(12))
    return Policies.Pod(name: name, isInfra: IsInfra ?? false)
  }

  /// Of a root file system neither is known; buildah calls the empty image of its own `scratch`.
  var hasNoImage: Bool { ImageID == "" && (Image == "" || (Image == "scratch" && isExternal)) }

  /// The word for what is in the storage and not in Podman's own books.
  private var isExternal: Bool { State == "storage" }

  func external(_ id: ContainerID) -> Container? {
    guard isExternal else { return nil }
    return Container(
      id: id, names: Names ?? [], image: ImageID.flatMap { Policies.ImageID($0) }, imageReference: Image ?? "",
      created: Created.flatMap { Timestamp(rfc3339: $0) }, state: ContainerState("storage"), isExternal: true,
      hasNoImage: hasNoImage)
  }
}
