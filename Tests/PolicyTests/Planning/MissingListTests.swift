import Policies
import Testing
import Worlds

/// What cannot be had or looked at is not known: it stays, and so does what would be decided by it.
@Suite struct MissingListTests {
  private static let refused = EngineError.refused(request: "GET /x", status: 500, message: "busy")

  private static var policies: [Policy] {
    [
      Policy(name: "containers", target: .containers), Policy(name: "images", target: .images),
      Policy(name: "volumes", target: .volumes), Policy(name: "networks", target: .networks),
      Policy(name: "cache", target: .buildCache), Policy(name: "attached", target: .containers, takesVolumes: true),
      Policy(name: "children", target: .containers, exceptions: [.ancestor("base:1")]),
    ]
  }

  @Test(
    arguments: [
      (.containers, ["containers", "attached", "children", "images", "volumes", "networks"]),
      (.images, ["children", "images"]), (.volumes, ["attached", "volumes"]), (.networks, ["networks"]),
      (.buildCache, ["cache"]),
    ] as [(Target, Set<String>)])
  func `S11 a list that is missing takes each policy that needs it out of the plan`(list: Target, out: Set<String>)
    throws
  {
    let policies = Self.policies
    let world = Inventory(cache: .known([]), missing: [list: Self.refused])
    let plan = try #require(Planner(policies).plan(world))
    #expect(Set(plan.omitted.map(\.policy)) == out)
    #expect(plan.omitted.allSatisfy { $0.list == list && $0.error == Self.refused })
    let tally = Tally(plan, outcomes: nil)
    #expect(tally.omitted == out.count && tally.hasTroubles)
    // Those that are off have no part in any case.
    let off = policies.map { policy in
      var policy = policy
      policy.isEnabled = false
      return policy
    }
    #expect(Planner(off).plan(world)?.omitted == [])
  }

  @Test func `S11 what cannot be looked at stays, whatever its policy needs to know`() throws {
    var image = Image.sample(1, tags: ["app:1"], layers: [5])
    let policy = Policy(name: "images", target: .images)
    #expect(planned(policy, Inventory(images: [image], cache: .known([])))?.steps.count == 1)
    for unseen in [Unseen.notFound, .failed(Self.refused), .notAsked(after: Self.refused)] {
      image.unseen = unseen
      image.layers = .unavailable
      image.details = .unavailable
      let plan = try #require(planned(policy, Inventory(images: [image], cache: .known([]))))
      #expect(plan.steps.isEmpty && plan.kept.map(\.reason) == [.unseen(unseen)])
      #expect(plan.unseen.count == (unseen == .notFound ? 0 : 1))
      // That one object cannot be seen is no trouble; that the engine was given up is.
      #expect(Tally(plan, outcomes: [:]).hasTroubles == (unseen == .notAsked(after: Self.refused)))
    }
  }

  @Test func `S11 an image whose inspection did not say when it was tagged is of unknown age`() throws {
    var image = Image.sample(1, tags: ["app:1"], layers: [5])
    var policy = Policy(name: "images", target: .images)
    (policy.since, policy.olderThan) = (.lastUsed, .seconds(60))
    let memory = Memory(images: [image.id: Sighting(firstSeen: ago(days(9)))])
    image.details = .known(ImageDetails(created: nil, tagged: nil))
    #expect(planned(policy, Inventory(images: [image], cache: .known([])), memory: memory)?.steps.count == 1)
    image.details = .unavailable
    #expect(planned(policy, Inventory(images: [image], cache: .known([])), memory: memory)?.steps == [])
  }
}
