import EngineLab
import Testing

/// What janitor says a run freed is what the engine has less; where only the disk knows, that it says something.
@Suite struct ByteTests {
  /// Images that share layers in all kinds of ways: each goes on from some layers of one before it.
  private static func images(_ count: Int, _ random: inout Seeded) -> [SampleImage] {
    var stacks: [[Layer]] = [[]]
    return (0..<count).map { number in
      var layers = random.pick(stacks)
      layers = Array(layers.prefix(random.number(0...layers.count)))
      for depth in 0...random.number(0...3) {
        layers.append(
          random.happens(20) ? .empty : .bytes(random.number(0...9000), seed: "\(number) \(depth)"))
      }
      stacks.append(layers)
      let tags = random.happens(25) ? [] : (0...random.number(0...2)).map { "app:\(number)-\($0)" }
      return SampleImage(
        tags: tags, labels: ["n": "\(number)"].merging(random.happens(50) ? ["go": "1"] : [:]) { $1 }, layers: layers)
    }
  }

  private static let policy = """
    [brake]
    share = "100%"
    [[policy]]
    name = "chosen"
    target = "images"
    filter = ["label=go"]
    """

  @Test(.inMatrix, arguments: EngineUnderTest.dockers)
  func `S7 of any set of images that share layers, prediction, ledger and engine say the same bytes`(
    _ engine: EngineUnderTest
  ) async throws {
    try await withDocker(engine, for: .bytes) { lab in
      var random = Seeded(Seeded.seed)
      var removed = 0
      for round in 1...3 {
        let images = Self.images(30, &random)
        try await lab.loadImages(images)
        let janitor = try Program(lab, Self.policy)
        let size = try await lab.layersSize()
        let document = try await janitor.document("run")
        let difference = try await size - lab.layersSize()
        let removals = document.steps.filter { $0.action == "remove" }
        #expect(removals.count == images.count { $0.labels["go"] != nil }, "seed \(Seeded.seed), round \(round)")
        #expect(document.steps.allSatisfy { $0.outcome == "done" })
        removed += removals.count
        if engine.hasContainerdStore {
          // Shares of what was measured: how exact that is, docs/bytes.md says and the tests of bytes hold.
          #expect(removals.allSatisfy { $0.reclaimedBytes != nil })
          #expect(difference > 0)
        } else {
          let recorded = removals.compactMap(\.reclaimedBytes)
          #expect(recorded.count == removals.count)
          #expect(recorded.reduce(0, +) == difference, "seed \(Seeded.seed), round \(round)")
          #expect(document.totals.predictedBytes == difference, "seed \(Seeded.seed), round \(round)")
        }
      }
      Cell.current?.say("\(removed) images")
    }
  }

  @Test(.inMatrix, arguments: EngineUnderTest.podmans)
  func `what Podman freed by removing images is told of each`(_ engine: EngineUnderTest) async throws {
    try await withPodman(engine, for: .bytes) { lab in
      var random = Seeded(Seeded.seed)
      try await lab.loadImages(Self.images(30, &random))
      let document = try await Program(lab, Self.policy).document("run")
      let removals = document.steps.filter { $0.action == "remove" }
      #expect(removals.count > 5)
      #expect(document.steps.allSatisfy { $0.outcome == "done" })
      // Docs/bytes.md says how exact that is, and the tests of bytes hold it.
      #expect(removals.allSatisfy { $0.reclaimedBytes != nil })
      Cell.current?.say("\(removals.count) images")
    }
  }
}
