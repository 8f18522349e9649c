import EngineLab
import Foundation
import Policies
import Worlds

/// A scenario made real on an engine, and what the engine calls the things that the scenario names.
struct RealWorld {
  let lab: DockerLab
  let scenario: Scenario
  /// The scenario's whole ID for each of the engine's.
  private(set) var names: [String: String] = [:]

  init(_ scenario: Scenario, on lab: DockerLab) async throws {
    self.lab = lab
    self.scenario = scenario
    try await makeImages()
    for volume in scenario.inventory.volumes where volume.isAnonymous != true {
      try await create("/volumes/create", Named(Name: volume.name.description, Labels: volume.labels))
      names[volume.name.description] = volume.name.description
    }
    for network in scenario.inventory.networks {
      let made = try await create("/networks/create", Named(Name: network.name, Labels: network.labels))
      names[made.Id ?? ""] = network.id.description
    }
    // The oldest first: the order of dates is that of the making.
    for container in scenario.inventory.containers.reversed() { try await make(container) }
    for volume in scenario.inventory.volumes where !names.values.contains(volume.name.description) {
      names[try await create("/volumes/create", Named(Labels: [:])).Name ?? ""] = volume.name.description
    }
  }

  /// Leaves the engine as it was before.
  func clear() async throws {
    let script = """
      d="docker --host \(lab.host)"
      for id in $($d ps --all --quiet); do $d rm --force --volumes $id; done
      for id in $($d volume ls --quiet); do $d volume rm $id; done
      for id in $($d network ls --quiet --filter type=custom); do $d network rm $id; done
      for id in $($d images --all --quiet --no-trunc | sort -u); do $d rmi --force $id; done
      """
    try await execute(["sh", "-c", script])
  }

  /// What is of these in the engine's words, in the scenario's; what the engine brought along keeps its own.
  func translated(_ id: String) -> String { names[id] ?? id }

  // MARK: Making

  private struct Named: Encodable, Sendable {
    var Name: String?
    var Labels: [String: String]
  }

  private struct Made: Decodable {
    var Id: String?
    var Name: String?
  }

  @discardableResult
  private func create(_ path: String, _ body: some Encodable & Sendable) async throws -> Made {
    let reply = try await lab.request("POST", path, json: body)
    guard reply.status == 201 else { throw Clutter.Refusal(path: path, reply: reply) }
    return try JSONDecoder().decode(Made.self, from: reply.body)
  }

  private func post(_ path: String) async throws {
    let reply = try await lab.request("POST", path)
    guard (200..<300).contains(reply.status) else { throw Clutter.Refusal(path: path, reply: reply) }
  }

  private mutating func makeImages() async throws {
    struct Listed: Decodable {
      var Id: String
      var Labels: [String: String]?
    }
    try await lab.loadImages(
      scenario.inventory.images.map { image in
        SampleImage(
          tags: image.tags, created: image.created.map { past($0.duration(to: now)) },
          labels: image.labels.merging(["number": image.id.description]) { $1 },
          layers: [.busybox, .bytes(100, seed: image.id.description)])
      })
    let reply = try await lab.request("GET", "/images/json?all=1")
    for image in try JSONDecoder().decode([Listed].self, from: reply.body) {
      if let id = image.Labels?["number"] { names[image.Id] = id }
    }
  }

  private struct ContainerRequest: Encodable, Sendable {
    var Image: String
    var Cmd: [String]
    var Labels: [String: String]
    var Volumes: [String: [String: String]] = [:]
    var HostConfig = Host()

    struct Host: Encodable, Sendable {
      var NetworkMode = "none"
      var Binds: [String] = []
      var RestartPolicy: [String: String] = [:]
    }
  }

  private mutating func make(_ container: Container) async throws {
    let image = names.first { $0.value == container.image?.description }?.key ?? ""
    let command =
      container.state == .exited ? ["sh", "-c", "exit \(container.exitCode ?? 0)"] : ["sleep", "1000000"]
    var request = ContainerRequest(Image: image, Cmd: command, Labels: container.labels)
    request.HostConfig.NetworkMode = container.networks.keys.first ?? "none"
    request.HostConfig.RestartPolicy["Name"] = container.details.value?.restart?.rawValue
    for mount in container.mounts {
      switch mount.name {
      case let name? where name.count == 64: request.Volumes[mount.destination] = [:]
      case let name?: request.HostConfig.Binds.append("\(name):\(mount.destination)")
      case nil: request.HostConfig.Binds.append("\(mount.source):\(mount.destination)")
      }
    }
    let id = try await create("/containers/create?name=\(container.name ?? "")", request).Id ?? ""
    names[id] = container.id.description
    if container.state != .created { try await post("/containers/\(id)/start") }
    if container.state == .exited { try await post("/containers/\(id)/wait") }
    if container.state == .paused { try await post("/containers/\(id)/pause") }
    try await learnVolumes(of: container, id)
  }

  /// What the engine called the anonymous volumes that it made for a container.
  private mutating func learnVolumes(of container: Container, _ id: String) async throws {
    struct Inspection: Decodable {
      struct Mount: Decodable {
        var Name: String?
        var Destination: String
      }
      var Mounts: [Mount]
    }
    let reply = try await lab.request("GET", "/containers/\(id)/json")
    for mount in try JSONDecoder().decode(Inspection.self, from: reply.body).Mounts {
      guard let name = mount.Name, names[name] == nil else { continue }
      names[name] = container.mounts.first { $0.destination == mount.Destination }?.name
    }
  }
}
