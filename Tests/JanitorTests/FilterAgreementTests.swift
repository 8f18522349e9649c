import EngineClient
import EngineLab
import Foundation
import Testing

@testable import Policies

/// What janitor says of a filter is what the engine's own list says of it.
@Suite struct FilterAgreementTests {
  private static let containerFilters = [
    ["status=exited"], ["status=exited", "status=created"], ["status=running"], ["status=paused"], ["exited=0"],
    ["exited=1"], ["exited=0", "exited=3"], ["exited=137"], ["status=running", "exited=0"], ["name=al"],
    ["name=^alpha$"], ["name=^/alpha$"], ["name=a.*a$"], ["name=alpha", "name=beta"], ["label=job"], ["label=job=1"],
    ["label=job=1", "label=kind=x"], ["label=job=1", "label=job=2"], ["label=none"], ["ancestor=base:1"],
    ["ancestor=base"], ["ancestor=child:1"], ["ancestor=other"], ["ancestor=nothing:1"],
    ["ancestor=base:1", "status=created"], ["before=gamma"], ["since=gamma"], ["before=alpha", "status=exited"],
    ["since=alpha", "before=omega"], ["volume=data"], ["volume=/data"], ["volume=/tmp"], ["volume=/elsewhere"],
    ["network=none"], ["network=host"], ["network=nowhere"], ["health=none"], ["health=starting"],
    ["health=healthy"], ["is-task=false"], ["is-task=true"], ["expose=80"], ["expose=80/udp"], ["expose=70-90/tcp"],
    ["publish=80"], ["publish=80", "expose=80"],
  ]

  private static let imageFilters = [
    ["dangling=true"], ["dangling=false"], ["label=tier"], ["label=tier=web"], ["label=tier=web", "label=x"],
    ["reference=base"], ["reference=base:1"], ["reference=*:1"], ["reference=*"], ["reference=team/*"],
    ["reference=*/*:2"], ["reference=t?am/app"], ["reference=base", "reference=child"], ["before=child:1"],
    ["since=base:1"], ["since=old:1"], ["before=old:1"], ["since=old:1", "label=tier"],
  ]

  @Test func `docker ps and docker images agree with janitor on every filter`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      _ = try await lab.legacyBuild("FROM base:1\nRUN touch /x\nLABEL built=yes", tag: "child:1")
      try await lab.loadImage(
        tags: ["old:1"], created: "2001-02-03T04:05:06.789Z", labels: ["tier": "web"], layers: [.busybox])
      try await lab.loadImage(
        tags: ["team/app:2", "other:1"], labels: ["tier": "db", "x": "1"],
        layers: [.busybox, .bytes(9, seed: "team")])
      try await lab.loadImage(layers: [.busybox, .bytes(10, seed: "dangling")])
      try await lab.exited(0, name: "alpha", options: ["--label", "job=1", "--label", "kind=x"])
      try await lab.exited(1, name: "beta", options: ["--label", "job=2", "--volume", "data:/data"])
      try await lab.exited(3, image: "child:1", name: "gamma", options: ["--volume", "/tmp:/host"])
      try await lab.created(name: "delta", options: ["--label", "job"])
      try await lab.running(name: "omega")
      try await lab.paused(name: "alphabeta", options: ["--expose", "80"])
      try await lab.running(
        name: "healthy", options: ["--health-cmd", "true", "--health-interval", "100ms", "--expose", "80/udp"])
      let killed = try await lab.running(name: "killed")
      try await lab.docker("kill", killed)
      try await lab.docker("wait", killed)
      try await untilHealthy(lab, "healthy")

      try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
        var inventory = try await Inventory(containers: engine.containers(), images: engine.images())
        for index in inventory.containers.indices {
          inventory.containers[index].details =
            try await engine.container(inventory.containers[index].id, size: false)?.details ?? .unavailable
        }
        for index in inventory.images.indices {
          inventory.images[index].details =
            try await engine.image(inventory.images[index].id)?.image.details ?? .unavailable
        }
        let now = try #require(try await engine.information().clock)
        let index = ImageIndex(inventory.images)
        let containers = ContainerFilters(inventory.containers, index, now: now)
        for texts in Self.containerFilters {
          let filters = FilterSet(try texts.map { try Filter($0, for: .containers) })
          let test = containers.test(filters)
          let ours = inventory.containers.filter { test($0) == .yes }.map(\.id.description)
          #expect(Set(ours) == (try await theirs(lab, "/containers/json?all=1", texts)), "\(texts)")
        }
        let images = ImageFilters(index, now: now)
        for texts in Self.imageFilters {
          let filters = FilterSet(try texts.map { try Filter($0, for: .images) })
          let test = images.test(filters)
          // `docker images` hides what is untagged and has children.
          let ours = inventory.images
            .filter { !($0.removableReferences.isEmpty && index.children[$0.id] != nil) && test($0) == .yes }
            .map(\.id.description)
          #expect(Set(ours) == (try await theirs(lab, "/images/json?all=0", texts)), "\(texts)")
        }
      }
    }
  }

  private func theirs(_ lab: DockerLab, _ path: String, _ texts: [String]) async throws -> Set<String> {
    var filters: [String: [String]] = [:]
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      filters[parts[0], default: []].append(parts[1])
    }
    let json = String(decoding: try JSONEncoder().encode(filters), as: UTF8.self)
    let query = json.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let reply = try await lab.request("GET", "\(path)&filters=\(query)")
    struct Element: Decodable { var Id: String }
    guard reply.status == 200 else { return ["\(reply.status) \(String(decoding: reply.body, as: UTF8.self))"] }
    return Set(try JSONDecoder().decode([Element].self, from: reply.body).map(\.Id))
  }

  private func untilHealthy(_ lab: DockerLab, _ name: String) async throws {
    for _ in 0..<100 {
      if try await lab.docker("inspect", "--format", "{{.State.Health.Status}}", name) == "healthy" { return }
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}
