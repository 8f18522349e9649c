import FoundationEssentials
import NIOHTTP1
package import Policies

extension Engine {
  /// `GET /containers/json?all=1`: every container in any state, newest first, without details and size.
  ///
  /// One entry that cannot be understood makes the whole list `.undecodable`: an unknown container may use anything.
  package func containers() async throws(EngineError) -> [Container] {
    let answer = try await call(.GET, "/containers/json?all=1")
    var containers: [Container] = []
    for wire in try answer.decode([ContainerWire].self) {
      guard let container = wire.container else {
        throw .undecodable(request: answer.request, detail: "'\(wire.Id)' is no container ID")
      }
      containers.append(container)
    }
    if identity.kind == .podman {
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
    return wire.container(id, size: size ? measure(wire) : .notAsked)
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
  private func measure(_ wire: ContainerInspectionWire) -> Lookup<ContainerSize> {
    let log = seesFiles ? LogFile.size(wire.LogPath, of: wire.Id) : nil
    if let size = wire.SizeRw { return .known(ContainerSize(writableLayer: ByteCount(max(0, size)), log: log)) }
    guard wire.State?.Status != "dead" else { return .unavailable }
    return .known(ContainerSize(writableLayer: .zero, log: log))
  }

  /// Whether the engine's files are this host's files.
  private var seesFiles: Bool { if case .unix = identity.host { true } else { false } }
}

package enum StopAnswer: Hashable, Sendable {
  case stopped, alreadyStopped
}

/// The log that an engine keeps beside a container; no API tells its size.
enum LogFile {
  /// The file and its rotated parts (`…-json.log.1`); `nil` where it cannot be seen, or is not the container's own.
  static func size(_ path: String?, of container: String) -> ByteCount? {
    guard let path, path.hasPrefix("/"), path.contains(container), let current = bytes(path) else { return nil }
    var total = current
    var number = 1
    while let rotated = bytes("\(path).\(number)") ?? bytes("\(path).\(number).gz") {
      total += rotated
      number += 1
    }
    return ByteCount(total)
  }

  private static func bytes(_ path: String) -> Int64? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      attributes[.type] as? FileAttributeType == .typeRegular
    else { return nil }
    return (attributes[.size] as? UInt64).map(Int64.init) ?? (attributes[.size] as? Int).map(Int64.init)
  }
}
