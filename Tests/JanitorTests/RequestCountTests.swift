import EngineLab
import Foundation
import ProgramLab
import Testing

/// What a look at a large host costs, by the engine's own log.
@Suite struct RequestCountTests {
  private static let policies = """
    [brake]
    share = "100%"
    steps = 5000
    [[policy]]
    name = "never-started"
    target = "containers"
    filter = ["status=created"]
    older-than = "0s"
    since = "created"
    [[policy]]
    name = "old-images"
    target = "images"
    older-than = "0s"
    since = "created"
    """

  @Test func `a second dry run over 500 containers and 500 images takes 8 requests, and one for what is new`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      var random = Seeded(7)
      let graph = try await ImageGraph(500, twins: 90, in: lab, using: &random)
      try await graph.load(graph.ids.indices, into: lab)
      try await lab.createMany(500, image: "base:1")
      let janitor = try Program(lab, Self.policies)
      let first = try await janitor.document("run", "--dry-run")
      #expect(first.steps.count { $0.target == "container" } == 500)
      #expect(first.steps.count { $0.target == "image" } > 400)

      var mark = lab.mark
      let second = try await janitor.document("run", "--dry-run")
      var requests = lab.requests(since: mark)
      #expect(second.decisions == first.decisions)
      #expect(requests.count <= 8, "\(requests)")

      try await lab.createMany(3, image: "base:1")
      for number in 1...2 {
        try await lab.loadImage(tags: ["new:\(number)"], layers: [.bytes(10, seed: "new \(number)")])
      }
      mark = lab.mark
      let third = try await janitor.document("run", "--dry-run")
      requests = lab.requests(since: mark)
      #expect(third.steps.count { $0.target == "container" } == 503)
      #expect(requests.count <= 8 + 5, "\(requests)")
      print("requests over 500 + 500: \(requests.count) with 5 new")
    }
  }
}

extension RequestCountTests {
  @Test func `the build cache is asked for where images go or went in the last plan, and not otherwise`() async throws {
    try await withDocker { lab in
      let janitor = try Program(lab, Self.policies)
      func asksForCache() async throws -> Bool {
        let mark = lab.mark
        _ = try await janitor.document("run", "--dry-run")
        return lab.requests(since: mark).contains { $0.contains("/system/df") }
      }
      #expect(try await asksForCache() == false)
      let image = try await lab.loadImage(created: past(.seconds(60)), layers: [.bytes(10, seed: "new")])
      #expect(try await asksForCache())
      #expect(try await asksForCache())
      #expect(try await lab.request("DELETE", "/images/\(image)").status == 200)
      #expect(try await asksForCache())
      #expect(try await asksForCache() == false)
    }
  }
}

extension DockerLab {
  /// Makes so many containers that never start, eight at a time.
  fileprivate func createMany(_ count: Int, image: String) async throws {
    let body = #"{"Image": "\#(image)", "Cmd": ["true"], "HostConfig": {"NetworkMode": "none"}}"#
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<count {
        if number >= 8 { try await group.next() }
        group.addTask {
          let reply = try await self.request("POST", "/containers/create", body: body)
          #expect(reply.status == 201, "\(String(decoding: reply.body, as: UTF8.self))")
        }
      }
      try await group.waitForAll()
    }
  }
}
