import Policies
import Testing
import Worlds

/// S12: janitor never stops the container that it runs in.
@Suite struct OwnContainerTests {
  private static func kept(_ own: OwnContainer, _ containers: [Container]) throws -> [String: KeepReason] {
    var policy = try Policy.sample(.containers, ["status=running"], olderThan: .zero)
    policy.action = .stop
    let whole = try #require(plan([policy], containers, own: own))
    #expect(whole.steps.count + whole.kept.count == containers.count)
    return Dictionary(whole.kept.map { ($0.name, $0.reason) }) { first, _ in first }
  }

  private static func running(_ number: Int, networkOwner: Int? = nil) -> Container {
    var container = Container.sample(number, state: .running)
    container.networkOwner = networkOwner.map(containerID)
    return container
  }

  private static let three = [running(1), running(2), running(3)]

  @Test(
    arguments: [
      (OwnContainer(), [:]),
      (OwnContainer(ids: [containerID(1)], shared: [containerID(2)]), ["c1": .janitorItself]),
      (OwnContainer(shared: [containerID(2)], isContained: true), ["c2": .janitorItself]),
      (OwnContainer(hostname: "000000000003"), ["c3": .janitorItself]),
      (OwnContainer(hostname: "00000000000"), [:]),
      (
        OwnContainer(shared: [containerID(2)], hostname: "000000000003"),
        ["c2": .maybeJanitorItself, "c3": .maybeJanitorItself]
      ),
      // Another engine's.
      (OwnContainer(ids: [containerID(9)], hostname: "000000000003", isContained: true), [:]),
      (OwnContainer(shared: [containerID(9)], isContained: true), [:]),
    ] as [(OwnContainer, [String: KeepReason])])
  func `S12 what shows an ID spares that container`(_ own: OwnContainer, _ expected: [String: KeepReason]) throws {
    #expect(try Self.kept(own, Self.three) == expected)
  }

  @Test func `S12 files that containers in one network share spare all of these`() throws {
    let containers = [
      Self.running(1), Self.running(2, networkOwner: 1), Self.running(3), Self.running(4, networkOwner: 3),
    ]
    #expect(
      try Self.kept(OwnContainer(shared: [containerID(1)]), containers)
        == ["c1": .maybeJanitorItself, "c2": .maybeJanitorItself])
    #expect(try Self.kept(OwnContainer(ids: [containerID(2)]), containers) == ["c2": .janitorItself])
  }

  @Test func `S12 in a container that nothing names, nothing is stopped, and removals go on`() throws {
    let unknown = OwnContainer(hostname: "janitor", isContained: true)
    #expect(
      try Self.kept(unknown, Self.three) == [
        "c1": .maybeJanitorItself, "c2": .maybeJanitorItself, "c3": .maybeJanitorItself,
      ])
    let plan = plan([try .sample(.containers, ["status=exited"])], [.sample(1)], own: unknown)
    #expect(plan?.short == ["remove c1"])
  }
}
