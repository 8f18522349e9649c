import EngineLab
import ProgramLab
import Testing

/// Letter E of issue 19: a made-up date is no date.
@Suite struct MadeUpDateTests {
  private static let keepTwo = """
    [brake]
    share = "100%"

    [[policy]]
    name = "releases"
    target = "images"
    filter = ["reference=*app"]
    since = "created"
    keep-last = 2
    per = "repository"
    """

  private static let dangling = """
    [brake]
    share = "100%"

    [[policy]]
    name = "dangling"
    target = "images"
    filter = ["dangling=true"]
    older-than = "24h"
    since = "created"

    [[policy]]
    name = "until"
    target = "images"
    filter = ["dangling=true", "until=24h"]
    """

  private static let buildpack = "1980-01-01T00:00:01Z"

  @Test(arguments: ["1970-01-01T00:00:00Z", buildpack, past(.seconds(40 * 86_400))])
  func `of six releases with one date the two stay that were tagged last`(_ date: String) async throws {
    try await withDocker { lab in
      try await lab.loadImages(
        (1...6).map { SampleImage(tags: ["app:\($0)"], created: date, layers: [.bytes(100, seed: "\($0)")]) })
      let janitor = try Program(lab, Self.keepTwo.replacing("*app", with: "app"))
      // An engine forgets on load when something was tagged: nothing tells them apart.
      #expect(try await janitor.document("run", "--dry-run").steps.isEmpty)
      // What that look saw it would believe for a day.
      _ = try await janitor.query("DELETE FROM image_facts")
      let order = [3, 1, 5, 2, 6, 4]
      for number in order { try await lab.docker("tag", "app:\(number)", "app:\(number)") }
      let steps = try await janitor.document("run").steps
      #expect(Set(steps.map(\.name)) == ["app:3", "app:1", "app:5", "app:2"])
      #expect(steps.allSatisfy { $0.outcome == "done" && $0.reason == "unused, not among the newest 2 of app" })
      #expect(try await janitor.document("run").steps.isEmpty)
    }
  }

  @Test func `of six releases with one date the two stay that janitor saw last, where the engine tells no more`()
    async throws
  {
    try await withPodman { lab in
      let janitor = try Program(lab, Self.keepTwo.replacing("*app", with: "*/app"))
      for number in [3, 1, 5, 2, 6, 4] {
        try await lab.loadImage(
          tags: ["app:\(number)"], created: Self.buildpack, layers: [.bytes(100, seed: "\(number)")])
        _ = try await janitor.document("run", "--dry-run")
      }
      let steps = try await janitor.document("run").steps
      #expect(Set(steps.map(\.name)) == Set([3, 1, 5, 2].map { "localhost/app:\($0)" }))
      #expect(steps.allSatisfy { $0.outcome == "done" })
    }
  }

  @Test(arguments: [("1970-01-01T00:00:00Z", "1970-01-01"), (buildpack, "1980-01-01")])
  func `an image that lost its tag a second ago stays, and goes once it was seen so for long enough`(
    _ date: String, _ day: String
  ) async throws {
    try await withDocker { lab in
      let old = try await lab.loadImage(tags: ["app:latest"], created: date, layers: [.bytes(100, seed: "old")])
      let janitor = try Program(lab, Self.dangling)
      // It was there long before.
      #expect(try await janitor.document("run").steps.isEmpty)
      _ = try await janitor.query("UPDATE sighting SET first_seen = first_seen - 30 * 86400")
      try await lab.loadImage(tags: ["app:latest"], created: date, layers: [.bytes(100, seed: "new")])
      let before = try await lab.state()
      #expect(try await janitor.document("run").steps.isEmpty)
      #expect(try await lab.state().changes(since: before) == [])
      let words = try await janitor("explain", String(old.dropFirst(7).prefix(12))).output
      #expect(words.contains("created at a made-up date, \(day), first seen 30d ago"), "\(words)")
      #expect(
        words.contains("first seen without a tag less than a second ago") || words.contains("tag 1s ago"), "\(words)")
      #expect(words.contains("(its date of creation, \(day), is made up)"))
      #expect(!words.contains("created 1") && !words.contains("created 2"))

      _ = try await janitor.query("UPDATE sighting SET first_untagged = first_untagged - 3 * 86400")
      let steps = try await janitor.document("run").steps
      #expect(steps.map(\.id) == [old] && steps.map(\.outcome) == ["done"])
      #expect(
        steps.first?.reason
          == "dangling, first seen without a tag 3d ago (its date of creation, \(day), is made up), older than 24h")
    }
  }

  @Test func `until takes no image by a made-up date before it was there for so long`() async throws {
    try await withDocker { lab in
      let image = try await lab.loadImage(created: Self.buildpack, layers: [.bytes(100, seed: "one")])
      let janitor = try Program(lab, Self.dangling)
      #expect(try await janitor.document("run", "--policy", "until").steps.isEmpty)
      _ = try await janitor.query(
        "UPDATE sighting SET first_seen = first_seen - 2 * 86400, first_untagged = first_untagged - 2 * 86400")
      #expect(try await janitor.document("run", "--policy", "until").steps.map(\.id) == [image])
    }
  }

  @Test func `a container whose end has no date stays until janitor saw it ended for long enough`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let old = past(.seconds(40 * 86_400))
      let ends = [
        "power-cut": "1970-01-01T00:00:12.5Z", "fake-hwclock": "2016-11-03T17:17:01Z", "future": "2106-02-07T06:28:15Z",
        "before-start": past(.seconds(41 * 86_400)), "really-old": past(.seconds(39 * 86_400)),
      ]
      var dates: [String: (created: String, started: String, finished: String)] = [:]
      for (name, end) in ends {
        let created = name == "before-start" ? past(.seconds(50 * 86_400)) : old
        dates[try await lab.exited(137, name: name)] = (created, old, end)
      }
      try await lab.redate(dates)
      let janitor = try Program(
        lab,
        """
        [brake]
        share = "100%"

        [[policy]]
        name = "failed"
        target = "containers"
        filter = ["status=exited"]
        older-than = "7d"
        since = "finished"
        """)
      #expect(Set(try await janitor.document("run", "--dry-run").steps.map(\.name)) == ["before-start", "really-old"])
      let first = try await janitor.document("run").steps
      #expect(Set(first.map(\.name)) == ["before-start", "really-old"])
      #expect(first.first { $0.name == "really-old" }?.reason == "exited (137) 39d ago, older than 7d")
      let day = ends["before-start"]?.prefix(10) ?? ""
      #expect(
        first.first { $0.name == "before-start" }?.reason
          == "exited (137), last started 40d ago (the date of its end, \(day), is before its last start), older than 7d"
      )
      let words = try await janitor("explain", "power-cut").output
      #expect(words.contains("finished at a made-up date, 1970-01-01"), "\(words)")
      #expect(words.contains("ago (the date of its end, 1970-01-01, is made up), and older-than is 7d"), "\(words)")

      #expect(try await janitor.query("SELECT count(*) FROM sighting WHERE target = 'container'") == "3")
      _ = try await janitor.query("UPDATE sighting SET first_unused = first_unused - 8 * 86400")
      let second = try await janitor.document("run").steps
      #expect(Set(second.map(\.name)) == ["power-cut", "fake-hwclock", "future"])
      #expect(second.allSatisfy { $0.outcome == "done" })
      #expect(
        second.first { $0.name == "power-cut" }?.reason
          == "exited (137), first seen not running 8d ago (the date of its end, 1970-01-01, is made up), older than 7d")
    }
  }
}
