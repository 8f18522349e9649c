import NIOHTTP1
package import Policies

extension Engine {
  /// `GET /containers/json?all=1`: every container in any state, newest first, without details and size. On Podman with what
  /// only its own list tells.
  ///
  /// One entry that cannot be understood makes the whole list `.undecodable`: an unknown container may use anything.
  package func containers() async throws(EngineError) -> [Container] {
    var containers = try await list("/containers/json?all=1") {
      (wire: ContainerWire, request) throws(EngineError) -> Container in
      guard let container = wire.container else {
        throw .undecodable(request: request, detail: "'\(wire.Id)' is no container ID")
      }
      return container
    }
    if identity.kind == .podman {
      containers = try await completed(containers)
      // Docker's own order, which `before=` and `since=` go by; Podman has none.
      let earliest = Timestamp(nanoseconds: .min)
      containers.sort { ($1.created ?? earliest, $1.id) < ($0.created ?? earliest, $0.id) }
    }
    return containers
  }

  /// `GET /containers/{id}/json`, with `size=1` where its writable layer is to be measured; `nil` if it is gone.
  ///
  /// Ports are not told by an inspection and are left empty.
  package func container(_ id: ContainerID, size: Bool) async throws(EngineError) -> Container? {
    guard let answer = try await find("/containers/\(id)/json\(size ? "?size=1" : "")") else { return nil }
    let wire = try answer.decode(ContainerInspectionWire.self)
    // A container may be named like another's ID.
    guard wire.Id == id.description else { return nil }
    return wire.container(id, identity.kind, size: size ? measure(wire) : .notAsked)
  }

  /// `DELETE /containers/{id}`: never by force. With `v=1` the anonymous volumes that only it uses go as well, else they
  /// stay.
  package func remove(_ id: ContainerID, withVolumes: Bool) async throws(EngineError) {
    let path = "/containers/\(id)" + (withVolumes ? "?v=1" : "")
    _ = try await call(.DELETE, path, within: transport.options.removalTimeout)
  }

  /// `POST /containers/{id}/stop`: SIGTERM, and SIGKILL after `timeout` (the container's own where `nil`).
  package func stop(_ id: ContainerID, timeout: Duration?) async throws(EngineError) -> StopAnswer {
    let seconds = timeout.map { Int($0.inSeconds.rounded(.up)) }
    let answer = try await call(
      .POST, "/containers/\(id)/stop" + (seconds.map { "?t=\($0)" } ?? ""),
      within: transport.options.removalTimeout + .seconds(seconds ?? 0), accepts: [304])
    return answer.status == 304 ? .alreadyStopped : .stopped
  }

  /// The engine leaves a writable layer of 0 bytes out, but also one that it cannot measure.
  ///
  /// Docker's graph drivers count what files hold, and so does janitor there. containerd's store counts blocks; Podman
  /// counts what files hold, and where its files can be seen they are measured in blocks.
  private func measure(_ wire: ContainerInspectionWire) -> Lookup<ContainerSize> {
    let inBlocks = identity.kind == .podman || wire.GraphDriver?.Name == "overlayfs"
    let log = ContainerLog(wire).size(seesFiles: seesFiles, inBlocks: inBlocks)
    if identity.kind == .podman, seesFiles, let size = wire.GraphDriver?.layers.last.flatMap(diskUsage) {
      return .known(ContainerSize(writableLayer: size, log: log))
    }
    if let size = wire.SizeRw { return .known(ContainerSize(writableLayer: ByteCount(max(0, size)), log: log)) }
    guard wire.State?.Status != "dead" else { return .unavailable }
    return .known(ContainerSize(writableLayer: .zero, log: log))
  }
}

package enum StopAnswer: Hashable, Sendable {
  case stopped, alreadyStopped
}
