import Policies
import Testing
import Worlds

/// What one property finds in one scenario.
struct Finding {
  var complaints: [String] = []
  /// How often there was something that could have been wrong.
  var chances = 0

  /// Notes that something could have been wrong, and whether it was.
  mutating func expect(_ holds: Bool, _ complaint: @autoclosure () -> String, isChance: Bool = true) {
    if isChance { chances += 1 }
    if !holds { complaints.append(complaint()) }
  }
}

/// What holds for every scenario, tried on many.
struct Property: Sendable {
  /// All properties together look at more than 20,000 states.
  static let states = 1600
  /// Each is a test of its own.
  static let parts = 0..<4

  /// Tells this property's scenarios from those of others.
  let salt: UInt64

  /// Tries one part of the scenarios; a failure tells the seed and the smallest scenario that still fails.
  ///
  /// On the main actor, as whatever computes for long in a test: the threads that tests share, one for each core, are for
  /// those that wait for an engine and have deadlines.
  ///
  /// - Parameters:
  ///   - part: which of `parts`.
  ///   - chances: how often something must have been able to be wrong, or the test says nothing.
  ///   - look: may draw random numbers of its own, which follow from the seed as well.
  @MainActor func hold(
    _ part: Int, chances least: Int, _ look: (Scenario, inout SplitMix) -> Finding
  ) {
    var chances = 0
    var row = FaultRow(name: "made-up states, on the model")
    defer { FaultRow.save([row]) }
    let count = Self.states / Self.parts.count
    for number in part * count..<(part + 1) * count {
      let seed = SplitMix.seed &* 1_000_000_007 &+ salt &* 1_000_000 &+ UInt64(number)
      func finding(_ scenario: Scenario) -> Finding {
        var random = SplitMix(state: ~seed)
        return look(scenario, &random)
      }
      let scenario = Scenario(seed: seed)
      let begun = ContinuousClock.now
      let found = finding(scenario)
      row.tries += 1
      row.longest = max(row.longest, begun.duration(to: .now))
      chances += found.chances
      guard !found.complaints.isEmpty else { continue }
      row.wrong += 1
      let small = scenario.shrunk { !finding($0).complaints.isEmpty }
      Issue.record(
        """
        JANITOR_TEST_SEED=\(SplitMix.seed), scenario \(seed): \(found.complaints.joined(separator: "; "))
        smallest: \(finding(small).complaints.joined(separator: "; "))
        \(small.summary)
        """)
      return
    }
    #expect(chances > least, "in \(chances) cases only")
  }
}

extension Scenario {
  /// Less and less of it, one object or policy at a time, for as long as it still fails.
  fileprivate func shrunk(_ fails: (Scenario) -> Bool) -> Scenario {
    var small = self
    while let smaller = small.smaller.first(where: fails) { small = smaller }
    return small
  }

  /// Itself without each one of its objects and policies.
  private var smaller: [Scenario] {
    without(\.policies) + without(\.inventory.containers) + without(\.inventory.images) + without(\.inventory.volumes)
      + without(\.inventory.networks) + without(\.records)
  }

  private var records: [CacheRecord] {
    get { inventory.cache.value ?? [] }
    set { inventory.cache = .known(newValue) }
  }

  private func without<Element>(_ list: WritableKeyPath<Scenario, [Element]>) -> [Scenario] {
    self[keyPath: list].indices.map { index in
      var scenario = self
      scenario[keyPath: list].remove(at: index)
      return scenario
    }
  }
}
