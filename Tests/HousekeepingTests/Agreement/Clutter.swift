import EngineLab
import Foundation
import ProgramLab

@testable import Housekeeping

/// Fills an engine with hundreds of objects that differ in whatever a filter can ask for.
struct Clutter {
  let lab: any Lab
  var random: Seeded
  let size: Size
  private var healthChecks = 0

  init(lab: any Lab, random: Seeded, size: Size) {
    self.lab = lab
    self.random = random
    self.size = size
  }

  /// How much of it.
  struct Size {
    var images: Int
    var containers: Int
    var volumes: Int
    /// An engine's pools of addresses are good for some thirty.
    var networks: Int

    static let small = Size(images: 40, containers: 60, volumes: 12, networks: 6)
    /// Podman lists images and networks in a time that grows with their number times that of containers.
    static let podman = Size(images: 40, containers: 100, volumes: 40, networks: 4)
    static let large = Size(images: 120, containers: 240, volumes: 60, networks: 20)
  }

  static let volumes = (1...6).map { "data-\($0)" } + ["cache", "Data.1"]
  static let networks = ["net-a", "net-b", "net.c"]

  static func labels(_ random: inout Seeded) -> [String: String] {
    var labels: [String: String] = [:]
    while random.happens(60) {
      labels[random.pick("job", "tier", "com.example.a-b", "build", "empty")] = random.pick(
        "1", "2", "10", "", "web", "x=y", "true", "Größe 1")
    }
    if random.happens(4) { labels["com.docker.swarm.task.id"] = "t\(random.number(1...3))" }
    return labels
  }

  /// Makes all of it; what runs is made last, since aged containers want the engine restarted.
  mutating func make() async throws {
    _ = try await lab.importBase()
    try await lab.loadImages(images())
    for name in Self.networks { try await create("/networks/create", ["Name": name]) }
    try await others()
    let ended = try await containers(0..<size.containers / 2, .ended)
    try await commit(Array(ended.prefix(size.images / 4)))
    if let docker = lab as? DockerLab {
      var ages: [String: Duration] = [:]
      // Two of one age would have no order between them.
      for (place, id) in ended.enumerated() where random.happens(80) {
        ages[id] = .seconds(random.number(1...4800) * 3600 + place)
      }
      try await docker.age(ages, dead: Set(ended.filter { _ in random.happens(5) }))
    }
    let rest = size.containers / 2..<size.containers
    try await containers(rest.prefix(rest.count * 3 / 4), .created)
    try await containers(rest.suffix(from: rest.startIndex + rest.count * 3 / 4), .running)
  }

  // MARK: Volumes and networks

  private struct NamedRequest: Encodable, Sendable {
    var Name: String?
    var Driver: String?
    var Labels: [String: String]
  }

  /// Volumes and networks of which many stay without a user.
  private mutating func others() async throws {
    for number in 0..<size.volumes {
      let name = random.pick("data", "db", "cache.", "web", "x_", "0f") + "\(number)"
      let labels = Self.labels(&random)
      try await create("/volumes/create", NamedRequest(Name: random.happens(20) ? nil : name, Labels: labels))
    }
    for number in 0..<size.networks {
      let name = random.pick("net", "web", "db", "x_", "0f.") + "\(number)"
      try await create("/networks/create", NamedRequest(Name: name, Driver: "bridge", Labels: Self.labels(&random)))
    }
  }

  // MARK: Images

  private mutating func images() -> [SampleImage] {
    let dates =
      ["2001-02-03T04:05:06.789Z", "2001-02-03T04:05:06Z", "2001-02-03T04:05:06.7891Z"]
      + (0..<8).map { past(.seconds(86_400 * (1 + $0 * 11))) } + ["1980-01-01T00:00:00Z"]
    return (0..<size.images).map { number in
      let tags = random.happens(25) ? [] : (0...random.number(0...2)).map { _ in tag() }
      return SampleImage(
        tags: tags, created: random.happens(5) ? nil : random.pick(dates),
        labels: Self.labels(&random).merging(["number": "\(number)"]) { $1 },
        layers: [.busybox] + (random.happens(50) ? [] : [.bytes(random.number(1...99), seed: "\(number % 7)")]))
    }
  }

  private mutating func tag() -> String {
    let repository = random.pick(
      "app", "app-web", "base", "team/app", "team/web", "team/sub/app", "registry.test:5000/app",
      "registry.test/team/app", "localhost/app", "localhost:5000/team/app")
    return repository + ":" + random.pick("1", "2", "10", "latest", "v1.0", "rc_1")
  }

  /// Images on top of images, as the legacy builder leaves them: of one in three the tag is taken off again.
  private mutating func commit(_ containers: [String]) async throws {
    for (number, container) in containers.enumerated() {
      var query = "container=\(container)&comment=\(number)&pause=false"
      if random.happens(70) { query += "&repo=child&tag=\(number)" }
      let reply = try await lab.request("POST", "/commit?\(query)", json: ["Labels": Self.labels(&random)])
      guard reply.status == 201, let image = try JSONDecoder().decode(Made.self, from: reply.body).Id else {
        throw Refusal(path: "/commit", reply: reply)
      }
      // A container on the new image, and half the time an image on that.
      let name = "of-child-\(number)"
      let id = try await create("/containers/create?name=\(name)", ContainerRequest(Image: image, Cmd: ["true"]))
      if random.happens(50) {
        _ = try await lab.request(
          "POST", "/commit?container=\(id)&repo=grandchild&tag=\(number)&pause=false", json: [String: String]())
      }
    }
  }

  // MARK: Containers

  private enum Fate { case ended, created, running }

  private struct ContainerRequest: Encodable, Sendable {
    var Image: String
    var Cmd: [String]
    var Labels: [String: String] = [:]
    var ExposedPorts: [String: [String: String]] = [:]
    var Healthcheck: Health?
    var Volumes: [String: [String: String]] = [:]
    var HostConfig = Host()

    struct Host: Encodable, Sendable {
      var NetworkMode = "none"
      var Binds: [String] = []
      var PortBindings: [String: [[String: String]]] = [:]
      var RestartPolicy: [String: String] = [:]
    }
    struct Health: Encodable, Sendable {
      var Test: [String]
      var Interval = 2_000_000_000
      var Retries = 1
      var StartPeriod = 0
    }
  }

  @discardableResult
  private mutating func containers(_ numbers: some Collection<Int>, _ fate: Fate) async throws -> [String] {
    let images = try await runnable()
    let requests = numbers.map { number in
      (name: name(number), body: request(fate, image: random.pick(images)), pauses: random.happens(25))
    }
    let lab = lab
    let made = try await concurrently(Array(requests.indices), width: 4) { index in
      let request = requests[index]
      let id = try await Self.create(lab, "/containers/create?name=\(request.name)", request.body)
      if fate != .created { try await Self.post(lab, "/containers/\(id)/start") }
      if fate == .ended { try await Self.post(lab, "/containers/\(id)/wait") }
      // A busy machine does not always freeze in time; then it runs on.
      if fate == .running, request.pauses { _ = try await lab.request("POST", "/containers/\(id)/pause") }
      return id
    }
    return requests.indices.compactMap { made[$0] }
  }

  private mutating func name(_ number: Int) -> String {
    random.pick("alpha", "beta", "web", "db", "job", "x", "abc", "0f") + random.pick("-", "_", ".", "") + "\(number)"
  }

  private mutating func request(_ fate: Fate, image: String) -> ContainerRequest {
    var request = ContainerRequest(Image: image, Cmd: ["true"], Labels: Self.labels(&random))
    switch fate {
    case .ended: request.Cmd = ["sh", "-c", "exit \(random.pick(0, 0, 0, 1, 1, 2, 3, 127, 137, 255))"]
    case .running: request.Cmd = ["sleep", "1000000"]
    case .created: break
    }
    for _ in 0..<random.pick(0, 0, 1, 1, 2) {
      request.HostConfig.Binds.append(
        "\(random.pick(Self.volumes)):\(random.pick("/data", "/cache", "/var/lib/x"))\(request.HostConfig.Binds.count)")
    }
    if random.happens(15) { request.HostConfig.Binds.append("/tmp:/host") }
    if random.happens(15) { request.Volumes["/anonymous"] = [:] }
    if fate != .ended, random.happens(30) {
      request.HostConfig.RestartPolicy["Name"] = random.pick("no", "unless-stopped", "always")
    }
    // Podman's networks come to be outside of the lab, so nothing is started on them.
    let networks = lab is DockerLab || fate == .created ? Self.networks + ["host"] : ["host"]
    if random.happens(30) { request.HostConfig.NetworkMode = random.pick(networks) }
    for _ in 0..<random.pick(0, 0, 1, 2) { request.ExposedPorts[port()] = [:] }
    guard fate == .running, lab is DockerLab else { return request }
    if request.HostConfig.NetworkMode.hasPrefix("net"), random.happens(60) {
      let host = random.number(20_000...29_999)
      request.HostConfig.PortBindings[random.pick("80/tcp", "53/udp")] = [["HostPort": "\(host)"]]
    }
    // Checks go on as long as the container runs, so only a few have one.
    if random.happens(50), healthChecks < 8 {
      healthChecks += 1
      request.Healthcheck = random.pick(
        .init(Test: ["CMD", "true"]), .init(Test: ["CMD", "false"]),
        .init(Test: ["CMD", "false"], StartPeriod: 3_600_000_000_000))
    }
    return request
  }

  private mutating func port() -> String {
    random.pick("80", "81", "443", "8080", "53", "9000") + random.pick("/tcp", "/tcp", "/udp")
  }

  /// The tags of images in which a shell is.
  private func runnable() async throws -> [String] {
    struct Image: Decodable { var RepoTags: [String]? }
    let reply = try await lab.request("GET", "/images/json")
    return try JSONDecoder().decode([Image].self, from: reply.body).flatMap { $0.RepoTags ?? [] }
      .filter { !$0.hasPrefix("<none>") }.sorted()
  }

  // MARK: Requests

  private struct Made: Decodable { var Id: String? }

  /// The engine would not make something.
  struct Refusal: Error, CustomStringConvertible {
    var path: String
    var reply: Reply
    var description: String { "\(path): \(reply.status) \(String(decoding: reply.body, as: UTF8.self))" }
  }

  @discardableResult
  private func create(_ path: String, _ body: some Encodable & Sendable) async throws -> String {
    try await Self.create(lab, path, body)
  }

  private static func create(_ lab: any Lab, _ path: String, _ body: some Encodable & Sendable) async throws -> String {
    let reply = try await lab.request("POST", path, json: body)
    guard reply.status == 201 else { throw Refusal(path: path, reply: reply) }
    return try JSONDecoder().decode(Made.self, from: reply.body).Id ?? ""
  }

  private static func post(_ lab: any Lab, _ path: String) async throws {
    let reply = try await lab.request("POST", path)
    guard (200..<300).contains(reply.status) else { throw Refusal(path: path, reply: reply) }
  }
}
