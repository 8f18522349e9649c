import EngineClient
import EngineLab
import Foundation
import History
import JanitorConfiguration
import Policies
import ProgramLab
import Testing

@testable import Housekeeping

/// The exact byte for a set: predicted, recorded and what the engine has less are one number, for any set of any graph.
@Suite struct SubsetTests {
  /// JANITOR_TEST_SUBSETS subsets, a few where it says nothing; a thousand take a quarter of an hour.
  private static let subsets =
    ProcessInfo.processInfo.environment["JANITOR_TEST_SUBSETS"].flatMap(Int.init) ?? 25
  /// JANITOR_TEST_SEED, so that what failed can be had again.
  private static let seed =
    ProcessInfo.processInfo.environment["JANITOR_TEST_SEED"].flatMap(UInt64.init) ?? .random(in: 0...999_999)
  private static let images = 200

  @Test(arguments: EngineUnderTest.dockers.filter { !$0.hasContainerdStore })
  func `of random subsets of a graph of 200 images, predicted, recorded and LayersSize agree to the byte`(
    engine: EngineUnderTest
  ) async throws {
    try await withDocker(engine) { lab in
      var random = Seeded(Self.seed)
      let graph = try await ImageGraph(Self.images, in: lab, using: &random)
      try await graph.load(graph.ids.indices, into: lab)
      let whole = try await lab.layersSize()
      let run = SubsetRun(lab)
      var (removed, bytes, off) = (0, Int64(0), 0)
      for subset in 1...Self.subsets {
        // Mostly small ones, since what goes has to be loaded again; now and then half of all.
        let size = subset % 25 == 0 ? Self.images / 2 : Int(exp2(Double.random(in: 0...5.5, using: &random)))
        let chosen = Set(graph.ids.indices.shuffled(using: &random).prefix(size))
        let result = try await run.remove(chosen)
        let difference = try await whole - lab.layersSize()
        let context = "seed \(Self.seed), subset \(subset)"
        let otherwise = result.plan.steps.filter { result.outcome(of: $0).kind != .done }
          .map { "\($0.verb.word) \($0.objectName): \(result.outcome(of: $0))" }
        #expect(otherwise.isEmpty, "\(context)")
        #expect(result.tally.unmeasured == 0, "\(context)")
        #expect(result.plan.predicted == ByteBounds(exactly: ByteCount(difference)), "\(context)")
        #expect(result.tally.reclaimed == ByteCount(difference), "\(context)")
        if result.plan.predicted != ByteBounds(exactly: ByteCount(difference))
          || result.tally.reclaimed.bytes != difference
        {
          off += 1
        }
        removed += result.plan.steps.count { $0.verb == .remove }
        bytes += difference
        let left = try await run.images()
        try await graph.load(graph.ids.indices.filter { !left.contains(graph.ids[$0]) }, into: lab)
        #expect(try await lab.layersSize() == whole, "\(context): not all came back")
      }
      print(
        "\(engine): \(Self.subsets) subsets of \(Self.images) images, seed \(Self.seed): \(removed) images removed,",
        "\(bytes) bytes, \(off) subsets off")
      #expect(removed > Self.subsets)
    }
  }
}

/// Runs of janitor, in this process and with one ledger, that take just the chosen images of a graph.
private struct SubsetRun {
  private let lab: DockerLab
  private let ledger: String

  init(_ lab: DockerLab) {
    self.lab = lab
    ledger = "\(lab.folder)/ledger/history.sqlite"
  }

  func remove(_ chosen: Set<Int>) async throws -> RunResult {
    var policy = Policy(name: "chosen", target: .images)
    policy.exceptions = try (0..<200).filter { !chosen.contains($0) }.map {
      try Filter("label=\(ImageGraph.label($0))", for: .images)
    }
    let configuration = Configuration(brake: Brake(steps: .max, share: 1), policies: [policy])
    let (path, policies) = (ledger, [policy])
    return try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
      try await Run(
        configuration: configuration, mode: .policies(policies), isDryRun: false, startedBy: "a test", version: "0",
        ledger: path, engine: engine, startedAt: HostClock.now, stop: StopFlag()
      ).carryOut()
    }
  }

  /// The IDs of all images that the engine has.
  func images() async throws -> Set<String> {
    try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
      Set(try await engine.images().map(\.id.description))
    }
  }
}
