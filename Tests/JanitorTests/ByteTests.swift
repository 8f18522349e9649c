import EngineLab
import ProgramLab
import Testing

/// What janitor says a run freed is what the engine has less; where only the disk knows, that it says something.
@Suite struct ByteTests {
  /// Images that share layers in all kinds of ways: each goes on from some layers of one before it.
  private static func images(_ count: Int, largest: Int = 9000, _ random: inout Seeded) -> [SampleImage] {
    var stacks: [[Layer]] = [[]]
    return (0..<count).map { number in
      var layers = random.pick(stacks)
      layers = Array(layers.prefix(random.number(0...layers.count)))
      for depth in 0...random.number(0...3) {
        layers.append(
          random.happens(20) ? .empty : .bytes(random.number(0...largest), seed: "\(number) \(depth)"))
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

  /// Where only the disk knows, layers are so large that what janitor may be off by is a small part of them.
  private static let largeLayer = 3_000_000

  /// Whether what was recorded of removals is what the disk shows, within 2 % or 64 KiB for each.
  private static func agree(_ recorded: Int64, _ freed: Int64, removals: Int) -> Bool {
    abs(recorded - freed) <= max(freed / 50, Int64(removals) * 65_536)
  }

  @Test(.inMatrix, arguments: EngineUnderTest.dockers)
  func `S7 of any set of images that share layers, prediction, ledger and engine say the same bytes`(
    _ engine: EngineUnderTest
  ) async throws {
    try await withDocker(engine, for: .bytes) { lab in
      var random = Seeded(Seeded.seed)
      var removed = 0
      var (allRecorded, allFreed) = (Int64(0), Int64(0))
      for round in 1...3 {
        let context: Comment = "seed \(Seeded.seed), round \(round)"
        let images = Self.images(30, largest: engine.hasContainerdStore ? Self.largeLayer : 9000, &random)
        try await lab.loadImages(images)
        let janitor = try Program(lab, Self.policy)
        let size = try await lab.layersSize()
        let disk = try await lab.diskUsage()
        let document = try await janitor.document("run")
        let freed = try await disk - lab.diskUsage()
        let difference = try await size - lab.layersSize()
        let removals = document.steps.filter { $0.action == "remove" }
        #expect(removals.count == images.count { $0.labels["go"] != nil }, context)
        #expect(document.steps.allSatisfy { $0.outcome == "done" })
        removed += removals.count
        let figures = removals.compactMap(\.reclaimedBytes)
        #expect(figures.count == removals.count)
        let recorded = figures.reduce(0, +)
        if engine.hasContainerdStore {
          #expect(Self.agree(recorded, freed, removals: removals.count), "\(context): \(recorded), disk \(freed)")
          #expect(freed > Int64(removals.count) * 65_536)
          allRecorded += recorded
          allFreed += freed
        } else {
          #expect(recorded == difference, context)
          #expect(document.totals.predictedBytes == difference, context)
        }
      }
      Cell.current?.say("\(removed) images" + (engine.hasContainerdStore ? ", \(allRecorded) of \(allFreed) B" : ""))
    }
  }

  @Test(.inMatrix, arguments: EngineUnderTest.podmans)
  func `what Podman freed by removing images is what its disk has more room for`(_ engine: EngineUnderTest) async throws
  {
    try await withPodman(engine, for: .bytes) { lab in
      var random = Seeded(Seeded.seed)
      try await lab.loadImages(Self.images(30, largest: Self.largeLayer, &random))
      let disk = try await lab.diskUsage()
      let document = try await Program(lab, Self.policy).document("run")
      let freed = try await disk - lab.diskUsage()
      let removals = document.steps.filter { $0.action == "remove" }
      #expect(removals.count > 5)
      #expect(document.steps.allSatisfy { $0.outcome == "done" })
      #expect(removals.allSatisfy { $0.reclaimedBytes != nil })
      let recorded = removals.compactMap(\.reclaimedBytes).reduce(0, +)
      #expect(
        Self.agree(recorded, freed, removals: removals.count), "seed \(Seeded.seed): \(recorded), disk \(freed)")
      #expect(freed > Int64(removals.count) * 65_536)
      Cell.current?.say("\(removals.count) images, \(recorded) of \(freed) B")
    }
  }
}
