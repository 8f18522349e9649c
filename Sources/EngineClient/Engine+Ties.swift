package import Policies

extension Engine {
  /// What ties a container to others: `GET /containers/{id}/json`, on Podman `GET /libpod/containers/{id}/json`, since Docker's
  /// shows neither `--requires` nor a shared cgroup namespace; `nil` where it is gone, or the answer does not say.
  package func ties(of id: ContainerID) async throws(EngineError) -> ContainerTies? {
    guard identity.kind == .podman else { return try await container(id, size: false)?.ties.value }
    guard let answer = try await find("/libpod/containers/\(id)/json") else { return nil }
    let wire = try answer.decode(PodmanTiesWire.self)
    return wire.Id == id.description ? wire.ties : nil
  }
}

/// Of Podman's own inspection of a container, what ties it to others.
struct PodmanTiesWire: Decodable {
  struct HostConfigWire: Decodable { var VolumesFrom: [String]? }
  var Id: String
  var Dependencies: [String]?
  var HostConfig: HostConfigWire?

  /// Podman does not count volumes among them.
  var ties: ContainerTies? {
    Dependencies.map { ContainerTies(needs: Set($0 + volumeOwners(HostConfig?.VolumesFrom)), lodging: .guarded) }
  }
}
