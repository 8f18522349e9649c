import Testing
import Worlds

@testable import Policies

@MainActor @Suite struct LayerAccountTests {
  /// Plans over random graphs, carried out on a model of the engine.
  @Test func `of any set of images, predicted is what the engine frees, with all that it takes along`() throws {
    let policy = try Policy.sample(.images, ["label=go"])
    let containers = try Policy.sample(.containers, ["status=exited"])
    var steps = 0
    for seed in 0..<2500 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let graph = RandomGraph(&random)
      let users = (0..<Int.random(in: 0...3, using: &random)).map { number in
        Container.sample(
          100 + number, state: Bool.random(using: &random) ? .exited : .running,
          image: Int.random(in: 1...12, using: &random) % graph.images.count + 1)
      }
      let plan = try #require(JanitorPlan.plan([containers, policy], users, graph.images))
      var model = EngineModel(
        graph.images, sizes: graph.sizes, used: Set(users.filter { $0.state == .running }.compactMap(\.image)))
      let release = LayerRelease(among: Inventory(images: graph.images))
      for step in plan.steps {
        guard step.verb == .remove, case .image(let subject) = step.subject else { continue }
        let (deleted, freed) = model.remove(subject.id, keepingParents: subject.keepsParents)
        #expect(step.predicted == ByteBounds(exactly: ByteCount(freed)), "seed \(seed), step \(step.number)")
        #expect(release.bytes(deleted: deleted) == ByteCount(freed), "seed \(seed), step \(step.number)")
        steps += 1
      }
    }
    #expect(steps > 5000)
  }

  @Test func `few histories tell of all that goes, in whatever order`() throws {
    let policy = try Policy.sample(.images, ["label=go"])
    var (asked, going) = (0, 0)
    for seed in 0..<2500 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let graph = RandomGraph(&random)
      var world = Inventory(images: graph.images.map(\.inspected), cache: .known([]))
      let planner = Planner([policy], brake: Brake(steps: .max, share: 1))
      var rounds = 0
      var plan: Plan?
      while plan == nil {
        switch planner.next(world, Memory(), now: now) {
        case .plan(let made): plan = made
        case .needs(let wanted):
          rounds += 1
          asked += wanted.imageHistories.count
          for (index, image) in graph.images.enumerated() where wanted.imageHistories.contains(image.id) {
            world.images[index] = image
          }
          try #require(rounds < 3, "seed \(seed)")
        }
      }
      let known = JanitorPlan.plan([policy], [], graph.images)
      #expect(plan?.steps.map(\.predicted) == known?.steps.map(\.predicted), "seed \(seed)")

      // Several go at a time, and nobody knows which is the first.
      var model = EngineModel(graph.images, sizes: graph.sizes)
      let release = LayerRelease(among: world)
      let steps = (plan?.steps ?? []).filter { $0.verb == .remove }
      for stage in Dictionary(grouping: steps, by: \.stage).sorted(by: { $0.key < $1.key }) {
        for case .image(let subject) in stage.value.shuffled(using: &random).map(\.subject) {
          let (deleted, freed) = model.remove(subject.id, keepingParents: subject.keepsParents)
          #expect(release.bytes(deleted: deleted) == ByteCount(freed), "seed \(seed), \(subject.id)")
          going += 1
        }
      }
    }
    #expect(going > 4000 && asked < going / 3, "\(going) \(asked)")
  }

  @Test func `alone, an image frees what is its own, and the untagged parents that go along`() {
    var (checked, cascades) = (0, 0)
    for seed in 0..<1000 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let graph = RandomGraph(&random)
      let users = graph.images.prefix(Int.random(in: 0...2, using: &random)).enumerated().map { number, image in
        var user = Container.sample(100 + number)
        user.image = image.id
        return user
      }
      let world = Inventory(containers: users, images: graph.images, cache: .known([]))
      let used = Set(users.compactMap(\.image))
      for image in graph.images
      where !graph.images.contains(where: { $0.parent == image.id }) && !used.contains(image.id) {
        var model = EngineModel(graph.images, sizes: graph.sizes, used: used)
        let freed = ByteCount(model.remove(image.id, keepingParents: false).freed)
        #expect(world.freed(byRemoving: image, .sums) == ByteBounds(exactly: freed), "seed \(seed), \(image.id)")
        checked += 1
        if model.images.count < graph.images.count - 1 { cascades += 1 }
      }
    }
    #expect(checked > 3000 && cascades > 200, "\(checked) \(cascades)")
  }

  @Test func `of images on one base, one is asked for its history, then files are looked at, then all are asked`()
    throws
  {
    let images = (1...5).map { number in
      Image.sample(number, tags: ["i:\(number)"], labels: number < 5 ? ["go": ""] : [:], layers: [100, number])
    }
    var world = Inventory(images: images.map(\.inspected), cache: .known([]))
    let planner = Planner([try Policy.sample(.images, ["label=go"])], brake: Brake(steps: .max, share: 1))
    func expectWants(_ histories: [Int], _ files: [Int] = [], _ location: SourceLocation = #_sourceLocation) {
      var wanted = Wanted()
      wanted.imageHistories = Set(histories.map(imageID))
      wanted.layerSizes = Set(files.map(imageID))
      #expect(planner.next(world, Memory(), now: now) == .needs(wanted), sourceLocation: location)
    }
    expectWants([1])
    world.images[0] = images[0]
    let frees = (1...4).map { ByteBounds(exactly: ByteCount($0)) }
    #expect(planner.plan(world)?.steps.map(\.predicted) == frees)

    // One that the engine refuses counts as one that says nothing.
    world.images[0].layers = .known(ImageLayers(chain: try #require(images[0].layers.value?.chain), history: []))
    expectWants([], [1, 2, 3, 4])
    var seen = world
    for (image, freed) in zip(images, frees) {
      seen.layerSizes[try #require(image.layers.value?.chain.last)] = .known(freed.lower)
    }
    #expect(planner.plan(seen)?.steps.map(\.predicted) == frees)
    for layer in seen.layerSizes.keys { world.layerSizes[layer] = .unavailable }
    expectWants([2, 3, 4])
    world.images[2] = images[2]
    #expect(planner.plan(world)?.steps.map(\.predicted) == frees)
  }

  @Test func `on containerd's store each image is asked for its own history, and files never are looked at`() throws {
    let images = (1...3).map { number in
      Image.sample(number, tags: ["i:\(number)"], labels: number < 3 ? ["go": ""] : [:], layers: [100, number])
    }
    var world = Inventory(images: images.map(\.inspected), cache: .known([]))
    let planner = Planner(
      [try Policy.sample(.images, ["label=go"])], brake: Brake(steps: .max, share: 1), imageSizes: .withArchives)
    var wanted = Wanted()
    wanted.imageHistories = [imageID(1), imageID(2)]
    #expect(planner.next(world, Memory(), now: now) == .needs(wanted))
    world.images[0] = images[0]
    wanted.imageHistories = [imageID(2)]
    #expect(planner.next(world, Memory(), now: now) == .needs(wanted))
    world.images[1] = images[1]
    #expect(planner.plan(world)?.steps.count == 2)
  }

  @Test func `where histories are missing or unclear, what comes free lies within the bounds`() throws {
    let policy = try Policy.sample(.images, ["label=go"])
    var (exact, bounded) = (0, 0)
    for seed in 0..<2500 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let graph = RandomGraph(&random, clarity: 0)
      let world = Inventory(
        images: graph.images, cache: .known([]),
        layerSizes: Dictionary(uniqueKeysWithValues: graph.sizes.keys.map { ($0, .unavailable) }))
      let plan = try #require(planned(policy, world))
      var model = EngineModel(graph.images, sizes: graph.sizes)
      for step in plan.steps {
        guard step.verb == .remove, case .image(let subject) = step.subject else { continue }
        let freed = ByteCount(model.remove(subject.id, keepingParents: subject.keepsParents).freed)
        #expect(step.predicted.lower <= freed, "seed \(seed), step \(step.number)")
        #expect(step.predicted.upper.map { freed <= $0 } ?? true, "seed \(seed), step \(step.number)")
        if step.predicted.isExact { exact += 1 } else { bounded += 1 }
      }
      // Whoever can look at the layers' files knows all of it.
      var seen = world
      seen.layerSizes = graph.sizes.mapValues { .known(ByteCount($0)) }
      #expect(planned(policy, seen)?.steps.allSatisfy(\.predicted.isExact) == true, "seed \(seed)")
    }
    #expect(exact > 1000 && bounded > 200, "\(exact) \(bounded)")
  }

  @Test func `what the build cache holds lies within the bounds, and what it cannot hold is exact`() throws {
    let policy = try Policy.sample(.images, ["label=go"])
    var (exact, bounded, held) = (0, 0, 0)
    for seed in 0..<2500 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let graph = RandomGraph(&random)
      let cache = SampleCache(of: graph, &random)
      let plan = try #require(planned(policy, Inventory(images: graph.images, cache: .known(cache.records))))
      var model = EngineModel(graph.images, sizes: graph.sizes, pinned: cache.pinned)
      for step in plan.steps {
        guard step.verb == .remove, case .image(let subject) = step.subject else { continue }
        let freed = ByteCount(model.remove(subject.id, keepingParents: subject.keepsParents).freed)
        #expect(step.predicted.lower <= freed, "seed \(seed), step \(step.number)")
        #expect(step.predicted.upper.map { freed <= $0 } ?? false, "seed \(seed), step \(step.number)")
        if step.predicted.isExact { exact += 1 } else { bounded += 1 }
        if step.predicted.upper != freed { held += 1 }
      }
    }
    #expect(exact > 1000 && bounded > 500 && held > 300, "\(exact) \(bounded) \(held)")
  }

  @Test func `a cache that the engine does not tell of may hold everything`() throws {
    let images = [Image.sample(1, tags: ["a:1"], layers: [10, 20])]
    let policy = try Policy.sample(.images)
    let plan = planned(policy, Inventory(images: images, cache: .unavailable))
    #expect(plan?.steps.map(\.predicted) == [ByteBounds(lower: .zero, upper: ByteCount(30))])
  }

  @Test func `the cache is asked for once an image goes that frees something, and only then`() throws {
    let policy = try Policy.sample(.images, ["label=go"])
    let twins = [
      Image.sample(1, tags: ["a:1"], labels: ["go": ""], layers: [10]), .sample(2, tags: ["b:1"], layers: [10]),
    ]
    let planner = Planner([policy], brake: Brake(steps: .max, share: 1))
    #expect(planner.plan(Inventory(images: twins))?.steps.count == 1)
    var wanted = Wanted()
    wanted.cacheRecords = true
    let alone = Inventory(images: [twins[0]])
    #expect(planner.next(alone, Memory(), now: now) == .needs(wanted))
    // Elsewhere there are no layers that it could hold.
    let elsewhere = Planner([policy], brake: Brake(steps: .max, share: 1), imageSizes: .ofArchives)
    wanted.cacheRecords = false
    wanted.layerSizes = [imageID(1)]
    #expect(elsewhere.next(alone, Memory(), now: now) == .needs(wanted))
  }

  @Test func `a container of an image that is no more listed holds layers that nobody can name`() throws {
    let images = [Image.sample(1, tags: ["a:1"], layers: [10, 20])]
    let policies = [try Policy.sample(.images), try Policy.sample(.containers, ["status=exited"])]
    let stays = plan(policies, [.sample(50, state: .running, image: 9)], images)
    #expect(stays?.steps.map(\.predicted) == [ByteBounds(lower: .zero, upper: ByteCount(30))])
    let goes = plan(policies, [.sample(50, image: 9)], images)
    #expect(goes?.steps.last?.predicted == ByteBounds(exactly: ByteCount(30)))
  }

  private func image(_ number: Int, size: Int64?, chain: [Int], history: [(Int64, Bool)]?) -> Image {
    var image = Image.sample(number, tags: ["i:\(number)"])
    image.size = size.map(ByteCount.init)
    image.layers = .known(
      ImageLayers(
        chain: chain.map(layerID), history: history?.map { HistoryEntry(size: ByteCount($0), isMetadata: $1) }))
    return image
  }

  private func bytes(_ images: [Image], of layers: [Int]) -> ByteBounds {
    let sizes = LayerSizes(images, .sums)
    return sizes.bytes(of: Set(layers.map(layerID).compactMap(sizes.layer)))
  }

  @Test func `an empty entry that may be a layer or not bounds the sum`() throws {
    // Three layers, four entries that are no metadata: one of the two empty ones is no layer.
    let image = image(1, size: nil, chain: [1, 2, 3], history: [(5, false), (0, false), (7, false), (0, false)])
    #expect(bytes([image], of: [3]) == ByteBounds(lower: .zero, upper: ByteCount(7)))
    #expect(bytes([image], of: [1, 2, 3]) == ByteBounds(exactly: ByteCount(12)))
    #expect(bytes([image], of: []) == .zero)
  }

  @Test func `without a history, the sizes of images tell what lies between them`() throws {
    let base = image(1, size: 100, chain: [1], history: [])
    let top = image(2, size: 130, chain: [1, 2, 3], history: [])
    #expect(bytes([base, top], of: [2, 3]) == ByteBounds(exactly: ByteCount(30)))
    #expect(bytes([base, top], of: [1]) == ByteBounds(exactly: ByteCount(100)))
    #expect(bytes([top], of: [2, 3]) == ByteBounds(lower: .zero, upper: ByteCount(130)))
    #expect(bytes([top], of: [1, 2, 3]) == ByteBounds(exactly: ByteCount(130)))
    // The history of another image tells of the layers that both have.
    let told = image(3, size: 107, chain: [1, 4], history: [(100, false), (7, false)])
    #expect(bytes([top, told], of: [2, 3]) == ByteBounds(exactly: ByteCount(30)))
  }

  @Test func `a history that cannot belong to the layers says nothing`() {
    let few = image(1, size: nil, chain: [1], history: [(5, false), (7, false)])
    let many = image(2, size: nil, chain: [1, 2, 3], history: [(5, false), (0, true)])
    let wrong = image(3, size: 13, chain: [1, 2], history: [(5, false), (7, false)])
    #expect(bytes([few], of: [1]) == .unknown)
    #expect(bytes([many], of: [3]) == .unknown)
    #expect(bytes([wrong], of: [2]) == ByteBounds(lower: .zero, upper: ByteCount(13)))
  }

  @Test func `what nobody knows is bounded from below by nothing`() throws {
    let known = image(1, size: 10, chain: [1], history: [(10, false)])
    var stranger = image(2, size: 10, chain: [1], history: nil)
    stranger.layers = .unavailable
    let images = [known, stranger]
    var account = LayerAccount(images, LayerSizes(images, .sums))
    let freedByKnown = account.remove(known).bytes
    #expect(freedByKnown == ByteBounds(lower: .zero, upper: ByteCount(10)))
    let freedByStranger = account.remove(stranger).bytes
    #expect(freedByStranger == .unknown)
    var elsewhere = LayerAccount([known], LayerSizes([known], .ofArchives))
    let freedElsewhere = elsewhere.remove(known).bytes
    #expect(freedElsewhere == .unknown)
  }

  @Test func `what the engine lets go is counted by the layers that it names`() throws {
    let base = image(51, size: 100, chain: [1], history: [(100, false)])
    let top = image(50, size: 160, chain: [1, 2, 3], history: [(100, false), (20, false), (40, false)])
    let release = LayerRelease(among: Inventory(images: [base, top]))
    let id = top.id.description
    #expect(release.bytes(deleted: [id, layerID(3).description, layerID(2).description]) == ByteCount(60))
    #expect(release.bytes(deleted: [id, layerID(3).description]) == ByteCount(40))
    // BuildKit's cache holds the layers: the image goes, and nothing comes free.
    #expect(release.bytes(deleted: [id]) == .zero)
    #expect(release.bytes(deleted: [id, layerID(4).description]) == nil)
    var unknown = top
    unknown.layers = .unavailable
    #expect(LayerRelease(among: Inventory(images: [unknown])).bytes(deleted: [id, layerID(3).description]) == nil)
  }
}

/// Build cache over a graph, as BuildKit leaves it: a chain for each base, whose first record tells no size.
private struct SampleCache {
  var records: [CacheRecord] = []
  var pinned: Set<LayerID> = []

  init(of graph: RandomGraph, _ random: inout SplitMix) {
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      guard let chain = graph.images.randomElement(using: &random)?.layers.value?.chain, !chain.isEmpty else {
        continue
      }
      let base = Int.random(in: 0..<chain.count, using: &random)
      let top = Int.random(in: base..<chain.count, using: &random)
      pinned.formUnion(chain[...top])
      var below: CacheID?
      for index in base...top {
        let id = cacheID(records.count + 1)
        let size = index == base ? 0 : graph.sizes[chain[index]] ?? 0
        records.append(CacheRecord(id: id, parents: below.map { [$0] } ?? [], isShared: true, size: ByteCount(size)))
        below = id
      }
      // What no image has any more says nothing of images.
      records.append(
        CacheRecord(
          id: cacheID(records.count + 1), parents: below.map { [$0] } ?? [], isShared: false, size: ByteCount(25)))
    }
  }
}

extension Image {
  /// As an inspection tells of it.
  fileprivate var inspected: Image {
    var image = self
    image.layers = layers.value.map { .known(ImageLayers(chain: $0.chain)) } ?? layers
    return image
  }
}
