import EngineClient
import EngineLab
import Foundation
import ProgramLab
import Testing

@testable import Policies

/// What janitor says of a filter is what the engine's own list says of it.
@Suite struct FilterAgreementTests {
  /// Whether this is a run over chosen engines, which takes its time.
  private static let isWhole = ProcessInfo.processInfo.environment["JANITOR_TEST_ENGINES"] != nil

  /// How many sets of filters; Podman takes seconds to list its networks.
  private static func sets(_ target: Target, _ engine: EngineUnderTest) -> Int {
    guard isWhole else { return engine.isPodman && target == .networks ? 15 : 60 }
    switch target {
    case .containers: return engine.isPodman ? 1000 : 600
    case .networks: return engine.isPodman ? 40 : 500
    default: return 500
    }
  }

  @Test(.inMatrix, arguments: EngineUnderTest.dockers)
  func `docker ps and docker images agree with janitor on generated filters`(_ engine: EngineUnderTest) async throws {
    try await withDocker(engine, for: .filters) { try await agree($0) }
  }

  @Test(.inMatrix, arguments: EngineUnderTest.podmans)
  func `podman ps and podman images agree with janitor on generated filters`(_ engine: EngineUnderTest) async throws {
    try await withPodman(engine, for: .filters) { try await agree($0) }
  }

  private func agree(_ lab: some Lab) async throws {
    var random = Seeded(Seeded.seed)
    let size: Clutter.Size = !Self.isWhole ? .small : lab.engine.isPodman ? .podman : .large
    var clutter = Clutter(lab: lab, random: random, size: size)
    try await clutter.make()
    random = clutter.random
    try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
      let agreement = Agreement(lab: lab, engine: engine)
      var tallies: [Agreement.Tally] = []
      for target in Target.listed {
        let sets = Self.sets(target, lab.engine)
        let tally = try await agreement.compare(target, times: sets, &random)
        #expect(tally.asked == sets || !tally.unexplained.isEmpty)
        // Questions that nothing answers prove little; where the two differ, one of them answered.
        #expect(tally.answered + tally.explained.count > tally.asked / 4, "\(target)")
        for difference in tally.unexplained {
          Issue.record("\(lab.engine), seed \(Seeded.seed): \(difference)")
        }
        tallies.append(tally)
      }
      let explained = tallies.flatMap(\.explained)
      for (quirk, cases) in Dictionary(grouping: explained.flatMap(\.quirks), by: \.self).sorted(by: {
        $0.key.rawValue < $1.key.rawValue
      }) {
        print("\(lab.engine): \(cases.count) × \(quirk.rawValue)")
      }
      let asked = tallies.map(\.asked).reduce(0, +)
      Cell.current?.say("\(asked) sets, \(explained.count) explained")
    }
  }
}
