import EngineLab
import ProgramLab
import Testing

/// S5: 64 hexadecimal digits are no proof that nobody gave a volume its name.
@Suite struct AnonymousVolumeTests {
  private static let policies = """
    [brake]
    share = "100%"

    [[policy]]
    name = "orphaned-volumes"
    target = "volumes"
    older-than = "0s"
    """

  private static let every = policies.replacing("older-than", with: "named = true\nolder-than")

  /// The SHA-256 of nothing, as a build server names its caches.
  private static let named = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  @Test(arguments: EngineUnderTest.podmans)
  func `S5 on Podman a volume is anonymous where the engine says so, not by its name`(_ engine: EngineUnderTest)
    async throws
  {
    try await withPodman(engine) { lab in
      try await expect(on: lab, kept: "somebody named it, and the policy does not say named = true")
    }
  }

  /// Docker before 23 leaves no mark on any.
  @Test(arguments: EngineUnderTest.dockers)
  func `S5 on Docker an anonymous volume has a label, from 23 on`(_ engine: EngineUnderTest) async throws {
    try await withDocker(engine) { lab in
      let kept = "somebody may have named it, and the policy does not say named = true"
      try await expect(on: lab, kept: engine == .docker ? nil : kept)
    }
  }

  private func expect(on lab: some Lab, kept: String?) async throws {
    _ = try await lab.importBase()
    func client(_ words: String...) async throws -> String {
      try await execute(lab.client + words, environment: lab.environment)
    }
    _ = try await client("volume", "create", Self.named)
    let user = try await lab.exited(name: "user", options: ["--volume", "/anon"])
    let anonymous = try await client("inspect", "--format", "{{(index .Mounts 0).Name}}", user)
    _ = try await client("rm", user)
    let janitor = try Program(lab, Self.policies)
    #expect(try await janitor.document("run").steps.isEmpty)
    let steps = try await janitor.document("run").steps
    #expect(Set(steps.map(\.id)) == (kept == nil ? [anonymous, Self.named] : [anonymous]))
    #expect(steps.allSatisfy { $0.outcome == "done" }, "\(steps)")
    guard let kept else { return }
    let words = try await janitor("explain", Self.named).output
    #expect(words.contains(kept), "\(words)")
    let later = try await Program(lab, Self.every).document("run").steps
    #expect(later.map { "\($0.id) \($0.outcome)" } == ["\(Self.named) done"])
  }
}
