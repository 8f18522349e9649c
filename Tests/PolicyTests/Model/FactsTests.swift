import Policies
import Testing
import Worlds

/// An earlier look is believed only while nothing can have changed what it saw.
@Suite struct FactsTests {
  private func facts(_ age: Duration, state: ContainerState = .exited, code: Int = 0) -> ContainerFacts {
    ContainerFacts(seen: ago(age), state: state, details: ContainerDetails(exitCode: code))
  }

  private func listed(_ state: ContainerState, atLeast: Duration?, code: Int? = 0) -> Container {
    Container(id: containerID(1), state: state, inStateAtLeast: atLeast, exitCode: code)
  }

  @Test func `who looked after it came into its state saw that state`() {
    let hour = Duration.seconds(3600)
    #expect(listed(.exited, atLeast: hour).stillHas(facts(hour - .seconds(2)), now: now))
    #expect(!listed(.exited, atLeast: hour).stillHas(facts(hour), now: now))
    #expect(!listed(.exited, atLeast: nil).stillHas(facts(.seconds(1)), now: now))
    #expect(!listed(.running, atLeast: hour).stillHas(facts(.seconds(1)), now: now))
    #expect(listed(.running, atLeast: hour).stillHas(facts(.seconds(1), state: .running), now: now))
    #expect(!listed(.exited, atLeast: hour, code: 1).stillHas(facts(.seconds(1)), now: now))
    #expect(!listed(.dead, atLeast: hour).stillHas(facts(.seconds(1), state: .dead), now: now))
  }

  @Test
  func `what never ran cannot have changed, but all is looked at again after a day, or after the clock went back`() {
    #expect(listed(.created, atLeast: nil).stillHas(facts(days(0.9), state: .created), now: now))
    #expect(!listed(.created, atLeast: nil).stillHas(facts(days(1), state: .created), now: now))
    #expect(!listed(.exited, atLeast: days(30)).stillHas(facts(days(1)), now: now))
    #expect(!listed(.exited, atLeast: days(30)).stillHas(facts(.seconds(-1)), now: now))
  }

  @Test func `an image that has other references was tagged since`() {
    let facts = ImageFacts(seen: ago(.seconds(60)), references: ["a:1"], details: ImageDetails())
    #expect(Image.sample(1, tags: ["a:1"]).stillHas(facts, now: now))
    #expect(!Image.sample(1, tags: ["a:1", "b:1"]).stillHas(facts, now: now))
    #expect(!Image.sample(1, tags: ["a:1"]).stillHas(facts, now: now.advanced(by: days(1))))
  }

  @Test(arguments: [
    (6.0, 6.0, true), (6, 5.4, true), (6, 5.39, false), (6, -1, true), (0.5, 0.45, true), (0.5, 0.44, false),
    (24, 23, true), (24, 22.5, true), (24, 22.49, false), (168, 166.5, true), (168, 166.49, false),
  ])
  func `a policy is due once its rhythm has passed, a little early for a timer's sake`(
    _ every: Double, _ since: Double, _ isDue: Bool
  ) throws {
    var policy = try Policy.sample(.containers, ["status=exited"])
    policy.trigger.every = .seconds(every * 3600)
    #expect(policy.isDue(lastRun: ago(.seconds(since * 3600)), now: now) == isDue)
    #expect(policy.isDue(lastRun: nil, now: now))
    policy.trigger.every = nil
    #expect(policy.isDue(lastRun: now, now: now))
  }

  @Test(arguments: [(1, 1), (2, 2), (7, 7)])
  func `L with the timer's random hour a policy takes part on every night of its rhythm`(every: Int, nights: Int) throws
  {
    var policy = try Policy.sample(.containers, ["status=exited"])
    policy.trigger.every = days(Double(every))
    var random = SystemRandomNumberGenerator()
    var last: Timestamp?
    for night in 0..<1000 {
      // Midnight, systemd's hour (RandomizedDelaySec=) and its minute (AccuracySec=).
      let delay = Int.random(in: 0...3660, using: &random)
      let start = now.advanced(by: .seconds(night * 86_400 + delay))
      let isDue = policy.isDue(lastRun: last, now: start)
      #expect(isDue == (night % nights == 0), "night \(night)")
      if isDue { last = start }
    }
  }
}
