import EngineLab
import ProgramLab
import Testing

@Suite struct PowerLossTests {
  private static let policies = """
    [brake]
    share = "100%"

    [[policy]]
    name = "never-started"
    target = "containers"
    filter = ["status=created"]
    older-than = "0s"
    since = "created"

    [[policy]]
    name = "ended-well"
    target = "containers"
    filter = ["exited=0"]

    [[policy]]
    name = "ended"
    target = "containers"
    filter = ["status=exited"]
    older-than = "0s"
    """

  /// Podman 4.3 says that it is `created`.
  @Test func `what ran when the host of Podman lost power was started, and its end is not known`() async throws {
    try await withPodman { lab in
      _ = try await lab.importBase()
      let database = try await lab.running(name: "db")
      let again = try await lab.exited(name: "again")
      try await lab.podman("start", again)
      try await lab.running(name: "rerun")
      try await lab.podman("stop", "--time=0", "rerun")
      try await lab.podman("start", "rerun")
      try await lab.created(name: "never")
      try await lab.losePower()
      let janitor = try Program(lab, Self.policies)
      #expect(try await lab.status(of: database) == "created")
      let first = try await janitor.document("run").steps
      #expect(
        Set(first.map { "\($0.policy) \($0.name) \($0.outcome)" })
          == ["never-started never done", "ended-well again done"])
      let words = try await janitor("explain", "db").output
      #expect(words.contains("exited, created"), "\(words)")
      let later = try await janitor.document("run").steps
      #expect(Set(later.map { "\($0.policy) \($0.name) \($0.outcome)" }) == ["ended db done", "ended rerun done"])
      #expect(
        later.allSatisfy {
          $0.reason.hasPrefix("exited, first seen not running ")
            && $0.reason.contains(" ago (the engine has no date of its end)")
        }, "\(later)")
    }
  }
}
