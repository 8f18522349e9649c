import NIOHTTP1
package import Policies

extension Engine {
  /// `GET /volumes`, and the same with `dangling=true`: every volume, and of which the engine says that nothing refers to it.
  ///
  /// Podman's own list in its place also says which are anonymous.
  package func volumes() async throws(EngineError) -> [Volume] {
    let path = isPodman ? "/libpod/volumes/json" : "/volumes"
    async let all = listVolumes(path)
    // A volume that comes between the two answers is not among those that are said to be unused.
    async let dangling = listVolumes(path + "?filters=" + #"{"dangling":["true"]}"#.percentEncoded(keeping: ""))
    do {
      let unused = Set(try await dangling.map(\.name))
      let units = quadletUnits
      return following(try await all).map { volume in
        var volume = volume
        volume.isOfUnit = units?.name(volume.name.description) ?? false
        volume.isDangling = unused.contains(volume.name)
        return volume
      }
    } catch let error as EngineError {
      throw error
    } catch {
      throw .disconnected(request: "GET \(path)")
    }
  }

  /// `GET /volumes/{name}`; `nil` if it is gone. Whether it is in use, this does not tell.
  package func volume(_ name: VolumeName) async throws(EngineError) -> Volume? {
    let component = name.pathComponent
    let path = isPodman ? "/libpod/volumes/\(component)/json" : "/volumes/\(component)"
    return try await find(path)?.decode(VolumeWire.self).volume(naming)
  }

  /// `DELETE /volumes/{name}`: never by force; the engine refuses one that a container refers to.
  package func remove(_ name: VolumeName) async throws(EngineError) {
    _ = try await call(.DELETE, "/volumes/\(name.pathComponent)", within: transport.options.removalTimeout)
  }

  private func listVolumes(_ path: String) async throws(EngineError) -> [Volume] {
    let answer = try await callWhenFree(path)
    var volumes: [Volume] = []
    let wires =
      isPodman
      ? try answer.decode([VolumeWire]?.self) ?? [] : try answer.decode(VolumeListWire.self).Volumes ?? []
    for wire in wires {
      guard let volume = wire.volume(naming) else {
        throw .undecodable(request: answer.request, detail: "a volume has no name")
      }
      volumes.append(volume)
    }
    return volumes
  }

  private var isPodman: Bool { identity.kind == .podman }

  private var naming: VolumeNaming {
    if isPodman { return .said }
    return APIVersion(identity.apiVersion).map { $0 < APIVersion(major: 1, minor: 42) } ?? true ? .untold : .labelled
  }
}

/// How an engine tells that it made a volume's name up.
enum VolumeNaming {
  /// Podman says it.
  case said
  /// Docker 23 and later label the volume, if it was made by such a version, and not by a mount without a source before Docker 28.
  case labelled
  /// Docker before 23 does not.
  case untold
}

struct VolumeListWire: Decodable { var Volumes: [VolumeWire]? }

/// A volume as lists and inspections have it.
struct VolumeWire: Decodable {
  var Name: String
  var Driver: String?
  var CreatedAt: String?
  var Mountpoint: String?
  var Labels: [String: String]?
  var Options: [String: String]?
  // Podman's own API has this.
  var Anonymous: Bool?

  func volume(_ naming: VolumeNaming) -> Volume? {
    VolumeName(Name).map { name in
      Volume(
        name: name, driver: Driver ?? "", labels: Labels ?? [:], created: CreatedAt.flatMap { Timestamp(rfc3339: $0) },
        isAnonymous: isAnonymous(name, naming), mountpoint: Mountpoint ?? "", sources: sources)
    }
  }

  /// `device=/srv/data`, `o=lowerdir=/a:/b,upperdir=/c`
  private var sources: [String] {
    (Options ?? [:]).values.flatMap { value in
      value.split { ",=:".contains($0) }.filter { $0.hasPrefix("/") }.map(String.init)
    }.sorted()
  }

  /// `nil` where the name may be made up or not. Without any mark, only such a name with nothing else tells.
  private func isAnonymous(_ name: VolumeName, _ naming: VolumeNaming) -> Bool? {
    if naming == .said { return Anonymous ?? false }
    if Labels?["com.docker.volume.anonymous"] != nil { return true }
    guard name.isMadeUp, (Labels ?? [:]).isEmpty, (Options ?? [:]).isEmpty, Driver == "local" else { return false }
    return naming == .untold ? true : nil
  }
}

extension VolumeName {
  fileprivate var pathComponent: String { description.percentEncoded(keeping: "") }
}
