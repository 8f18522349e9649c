import Foundation

/// Random numbers that follow from a seed (SplitMix64), so that what failed can be had again.
package struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed }

  /// The seed of this run: JANITOR_TEST_SEED, else always the same.
  package static let seed = ProcessInfo.processInfo.environment["JANITOR_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_123

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  /// True in so many of a hundred cases.
  package mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  /// One of them; there must be one.
  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &self)]
  }

  package mutating func pick<Element>(_ elements: Element...) -> Element { pick(elements) }

  package mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}
