import NIOHTTP1
package import Policies

extension Engine {
  /// `GET /volumes`, and the same with `dangling=true`: every volume, and of which the engine says that nothing refers to it.
  package func volumes() async throws(EngineError) -> [Volume] {
    async let all = listVolumes("/volumes")
    // A volume that comes between the two answers is not among those that are said to be unused.
    async let dangling = listVolumes("/volumes?filters=" + #"{"dangling":["true"]}"#.percentEncoded(keeping: ""))
    do {
      let unused = Set(try await dangling.map(\.name))
      let units = quadletUnits
      return try await all.map { volume in
        var volume = volume
        volume.isOfUnit = units?.name(volume.name.description) ?? false
        volume.isDangling = unused.contains(volume.name)
        return volume
      }
    } catch let error as EngineError {
      throw error
    } catch {
      throw .disconnected(request: "GET /volumes")
    }
  }

  /// `GET /volumes/{name}`; `nil` if it is gone. Whether it is in use, this does not tell.
  package func volume(_ name: VolumeName) async throws(EngineError) -> Volume? {
    guard let answer = try await find("/volumes/\(name.pathComponent)") else { return nil }
    return try answer.decode(VolumeWire.self).volume
  }

  /// `DELETE /volumes/{name}`: never by force; the engine refuses one that a container refers to.
  package func remove(_ name: VolumeName) async throws(EngineError) {
    _ = try await call(.DELETE, "/volumes/\(name.pathComponent)", within: transport.options.removalTimeout)
  }

  private func listVolumes(_ path: String) async throws(EngineError) -> [Volume] {
    let answer = try await call(.GET, path)
    var volumes: [Volume] = []
    for wire in try answer.decode(VolumeListWire.self).Volumes ?? [] {
      guard let volume = wire.volume else {
        throw .undecodable(request: answer.request, detail: "a volume has no name")
      }
      volumes.append(volume)
    }
    return volumes
  }
}

struct VolumeListWire: Decodable { var Volumes: [VolumeWire]? }

/// A volume as lists and inspections have it.
struct VolumeWire: Decodable {
  var Name: String
  var Driver: String?
  var CreatedAt: String?
  var Labels: [String: String]?
  var Options: [String: String]?

  var volume: Volume? {
    VolumeName(Name).map { name in
      Volume(
        name: name, driver: Driver ?? "", labels: Labels ?? [:], created: CreatedAt.flatMap { Timestamp(rfc3339: $0) },
        isAnonymous: isAnonymous(name))
    }
  }

  /// Docker 23 and later label them; before, and on Podman, only a made-up name with nothing else tells.
  private func isAnonymous(_ name: VolumeName) -> Bool {
    if Labels?["com.docker.volume.anonymous"] != nil { return true }
    return name.isMadeUp && (Labels ?? [:]).isEmpty && (Options ?? [:]).isEmpty && Driver == "local"
  }
}

extension VolumeName {
  fileprivate var pathComponent: String { description.percentEncoded(keeping: "") }
}
