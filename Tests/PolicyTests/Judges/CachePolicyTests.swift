import Testing
import Worlds

@testable import Policies

@Suite struct CachePolicyTests {
  private func record(
    _ number: Int, on parents: [Int] = [], bytes: Int64 = 100, used: Double? = nil, shared: Bool = false,
    inUse: Bool = false
  ) -> CacheRecord {
    CacheRecord(
      id: cacheID(number), parents: parents.map(cacheID), isInUse: inUse, isShared: shared, size: ByteCount(bytes),
      created: ago(days(50)), lastUsed: ago(days(used ?? Double(number))))
  }

  private func removed(_ plan: Plan?) -> [String] { plan?.steps.map(\.objectID) ?? [] }
  private func ids(_ numbers: [Int]) -> [String] { numbers.map { cacheID($0).description } }

  @Test func `old records go, what was built on one before it, and one with a young child stays`() throws {
    // 1 ← 2 ← 3 all old; 4 old ← 5 young.
    let world = Inventory(
      cache: .known([
        record(1, used: 30), record(2, on: [1], used: 20), record(3, on: [2], used: 10), record(4, used: 30),
        record(5, on: [4], used: 1),
      ]))
    let plan = planned(try .sample(.buildCache, olderThan: days(7)), world)
    #expect(removed(plan) == ids([3, 2, 1]))
    #expect(plan?.steps.map(\.stage) == [0, 1, 2])
    #expect(plan?.reason(for: cacheID(4).description) == .holdsCache([cacheID(5)]))
    #expect(plan?.reason(for: cacheID(5).description) == .tooYoung(elapsed: days(1), limit: days(7), origin: .lastUsed))
  }

  @Test func `what a build uses or an image shares stays`() throws {
    let world = Inventory(cache: .known([record(1, inUse: true), record(2, shared: true), record(3)]))
    let plain = planned(try .sample(.buildCache, olderThan: .zero), world)
    #expect(removed(plain) == ids([3]))
    #expect(plain?.reason(for: cacheID(1).description) == .inUseByEngine)
    #expect(plain?.reason(for: cacheID(2).description) == .sharedWithImage)
    // Named by the policy it goes, and frees nothing.
    let shared = planned(try .sample(.buildCache, ["shared=true"], olderThan: .zero), world)
    #expect(removed(shared) == ids([2]))
    #expect(shared?.steps.first?.predicted == .zero)
  }

  @Test func `under pressure the longest unused go until enough is free, and no more`() throws {
    let world = Inventory(cache: .known((1...9).map { record($0) } + [record(50, bytes: 9_999, shared: true)]))
    var policy = try Policy.sample(.buildCache)
    policy.trigger.pressure = Pressure(largerThan: ByteCount(500), downTo: ByteCount(350))
    let plan = planned(policy, world)
    // 900 bytes; down to 350 or less takes six.
    #expect(Set(removed(plan)) == Set(ids([9, 8, 7, 6, 5, 4])))
    #expect(plan?.steps.first?.reason.excess == Excess(total: ByteCount(900), pressure: policy.trigger.pressure!))
    let left = Excess(total: ByteCount(300), pressure: policy.trigger.pressure!)
    #expect(plan?.reason(for: cacheID(3).description) == .withinLimit(left))
    policy.trigger.pressure = Pressure(largerThan: ByteCount(900))
    #expect(planned(policy, world)?.steps.isEmpty == true)
  }

  @Test func `under pressure a base that was used long ago waits for what was built on it`() throws {
    let world = Inventory(cache: .known([record(1, used: 90), record(2, on: [1], used: 5), record(3, used: 10)]))
    var policy = try Policy.sample(.buildCache)
    policy.trigger.pressure = Pressure(largerThan: ByteCount(200), downTo: ByteCount(200))
    #expect(removed(planned(policy, world)) == ids([3]))
    policy.trigger.pressure = Pressure(largerThan: ByteCount(200), downTo: ByteCount(100))
    #expect(removed(planned(policy, world)) == ids([2, 3]))
    policy.trigger.pressure = Pressure(largerThan: ByteCount(200), downTo: .zero)
    #expect(removed(planned(policy, world)) == ids([2, 3, 1]))
  }

  @Test func `a record that stands on itself or on a circle never goes, and nothing hangs`() throws {
    let world = Inventory(cache: .known([record(1, on: [1]), record(2, on: [3]), record(3, on: [2]), record(4)]))
    #expect(removed(planned(try .sample(.buildCache, olderThan: .zero), world)) == ids([4]))
  }

  @Test(arguments: [
    (["type=regular"], [1, 2, 3]), (["inuse=true"], [1]), (["shared=true"], [2]), (["private=true"], [1, 3]),
    (["id=\(cacheID(3))"], [3]), (["parent=\(cacheID(1))"], [2]), (["until=50h"], [3]),
  ])
  func `filters are judged as Docker judges them`(_ filters: [String], _ expected: [Int]) throws {
    let cache = [record(1, inUse: true), record(2, on: [1], shared: true), record(3)]
    let test = CacheFilters(now: now).test(FilterSet(try filters.map { try Filter($0, for: .buildCache) }))
    #expect(cache.filter { test($0) == .yes }.map(\.id) == expected.map(cacheID))
  }
}
