import Policies
import Testing
import Worlds

/// Letter E of issue 19 for containers: a date that says nothing is no date.
@Suite struct ContainerDateTests {
  private static let created = ago(days(40))
  private static let bootDate = Timestamp(nanoseconds: 12_500_000_000)
  private static let build = Timestamp(rfc3339: "2016-11-03T17:17:01Z")

  private static func container(
    created: Timestamp? = created, started: Timestamp? = created, finished: Timestamp?, state: ContainerState = .exited
  ) -> Container {
    var container = Container.sample(1, state: state)
    container.created = created
    container.details = .known(
      ContainerDetails(created: created, started: started, finished: finished, exitCode: 137, restart: .no))
    return container
  }

  private static func memory(seen: Duration) -> Memory {
    Memory(containers: [containerID(1): Sighting(firstSeen: ago(seen), firstUnused: ago(seen))])
  }

  private static func verdict(_ container: Container, since: AgeOrigin = .finished, _ memory: Memory = Memory()) throws
    -> Plan
  {
    let policy = try Policy.sample(olderThan: days(7), since: since)
    return try #require(planned(policy, Inventory(containers: [container], cache: .known([])), memory: memory))
  }

  @Test(
    arguments: [
      (bootDate, DateFlaw.madeUp), (build, .beforeCreation), (ago(days(-100)), .future), (nil, .missing),
    ] as [(Timestamp?, DateFlaw)])
  func `an end that is no date counts from when janitor saw it`(_ end: Timestamp?, _ flaw: DateFlaw) throws {
    let container = Self.container(finished: end)
    #expect(container.needsSighting(now: now))
    #expect(try Self.verdict(container).kept.map(\.reason) == [.ageUnknown(.finished)])
    let standIn = StandIn(.seenEnded, of: .finished, date: end, flaw: flaw)
    #expect(
      try Self.verdict(container, Self.memory(seen: days(7))).kept.map(\.reason)
        == [.tooYoung(elapsed: days(7), limit: days(7), origin: .finished, standIn: standIn)])
    let plan = try Self.verdict(container, Self.memory(seen: days(8)))
    #expect(plan.short == ["remove c1"])
    #expect(plan.steps.first?.reason.standIn == standIn)
    #expect(plan.steps.first?.reason.elapsed == days(8))
  }

  @Test(arguments: [(3.0, false), (7, false), (8, true)])
  func `one that ended before its last start is as old as that start`(_ started: Double, _ goes: Bool) throws {
    let container = Self.container(started: ago(days(started)), finished: ago(days(20)))
    #expect(!container.needsSighting(now: now))
    #expect(try Self.verdict(container).short == (goes ? ["remove c1"] : []))
  }

  @Test func `a start later than janitor's first sight counts`() throws {
    let container = Self.container(started: ago(days(2)), finished: Self.bootDate)
    let standIn = StandIn(.started, of: .finished, date: Self.bootDate, flaw: .madeUp)
    #expect(
      try Self.verdict(container, Self.memory(seen: days(30))).kept.map(\.reason)
        == [.tooYoung(elapsed: days(2), limit: days(7), origin: .finished, standIn: standIn)])
  }

  @Test func `a creation in 1970 is as old as the end, and one that never started as janitor's first sight`() throws {
    let ended = Self.container(created: Self.bootDate, started: ago(days(9)), finished: ago(days(3)))
    #expect(try Self.verdict(ended, since: .created).short == [])
    let never = Self.container(created: Self.bootDate, started: nil, finished: nil, state: .created)
    #expect(never.needsSighting(now: now))
    #expect(try Self.verdict(never, since: .created).kept.map(\.reason) == [.ageUnknown(.created)])
    #expect(try Self.verdict(never, since: .created, Self.memory(seen: days(8))).short == ["remove c1"])
  }

  @Test func `what a clock of 1970 started is not stopped as if it ran for 50 years`() throws {
    var policy = try Policy.sample(.containers, ["status=running"], olderThan: days(1), since: .started)
    policy.action = .stop
    let container = Self.container(started: Self.bootDate, finished: nil, state: .running)
    #expect(plan([policy], [container])?.kept.map(\.reason) == [.ageUnknown(.started)])
  }

  @Test(arguments: [(2.0, false), (9, true)])
  func `until takes a container created in 1970 only if it was started before then`(_ started: Double, _ goes: Bool)
    throws
  {
    let container = Self.container(created: Self.bootDate, started: ago(days(started)), finished: ago(days(1)))
    #expect(
      plan([try .sample(.containers, ["status=exited", "until=168h"])], [container])?.short
        == (goes ? ["remove c1"] : []))
  }

  @Test func `what ended at once has an end, though its start was written down after it`() throws {
    let start = ago(days(8))
    let container = Self.container(started: start, finished: start.advanced(by: .milliseconds(-20)))
    #expect(container.flaw(of: .finished, now: now) == nil)
    let reason = try #require(try Self.verdict(container).steps.first?.reason)
    #expect(reason.elapsed == days(8) && reason.standIn == nil)
  }

  @Test func `what ended just after the clock was read has a date`() {
    let container = Self.container(finished: now.advanced(by: .seconds(2)))
    #expect(container.flaw(of: .finished, now: now) == nil && !container.needsSighting(now: now))
  }
}
