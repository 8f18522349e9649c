import EngineLab
import ProgramLab
import Testing

/// Letter F of issue 19: which tags make the groups of which `keep-last` keeps the newest.
@Suite struct KeptGroupTests {
  @Test func `keep-last per repository groups by the tags that the filter selects`() async throws {
    try await withDocker { lab in
      try await lab.loadImages(
        (1...4).map {
          SampleImage(
            tags: ["ci/app:\($0)", "pr-\($0)/app:latest"], created: past(.seconds((10 - $0) * 86_400)),
            layers: [.bytes(100, seed: "\($0)")])
        })
      let janitor = try Program(
        lab,
        """
        [brake]
        share = "100%"

        [[policy]]
        name = "releases"
        target = "images"
        filter = ["reference=ci/app"]
        since = "created"
        keep-last = 2
        per = "repository"
        """)
      let steps = try await janitor.document("run").steps
      #expect(steps.map { "\($0.action) \($0.name) \($0.outcome)" } == ["untag ci/app:1 done", "untag ci/app:2 done"])
      let tags = try await lab.docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").split(separator: "\n")
      #expect(
        Set(tags) == Set((1...4).map { "pr-\($0)/app:latest" } + ["ci/app:3", "ci/app:4"]))
      #expect(try await janitor.document("run").steps.isEmpty)
    }
  }
}
