import Testing

@testable import Policies

@Suite struct LayerAccountTests {
  /// What janitor predicts equals what the layers say, for random subsets of random graphs.
  @Test func `the bytes of a set are exact, whatever layers its images share`() {
    for seed in 0..<2000 as Range<UInt64> {
      var random = SplitMix(state: seed)
      var chains: [[Int]] = []
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        // A new image grows from a part of an old one, or is its twin.
        let base = chains.randomElement(using: &random) ?? []
        let shared = base.prefix(Int.random(in: 0...base.count, using: &random))
        let own = (0..<Int.random(in: 0...3, using: &random)).map { _ in Int.random(in: 0...50, using: &random) }
        chains.append(shared + own)
      }
      var images = chains.enumerated().map { Image.sample($0 + 1, tags: ["i:\($0)"], layers: $1) }
      for index in images.indices where Bool.random(using: &random) {
        // Metadata without a layer, as ENV and CMD leave it, anywhere in the history.
        guard var layers = images[index].layers.value, var history = layers.history else { continue }
        let at = Int.random(in: 0...history.count, using: &random)
        history.insert(HistoryEntry(size: .zero, isMetadata: true), at: at)
        layers.history = history
        images[index].layers = .known(layers)
      }
      let going = images.indices.filter { _ in Bool.random(using: &random) }
      var account = LayerAccount(images, sizesAreSums: true)
      var predicted: Int64 = 0
      for index in going {
        let bytes = account.remove(images[index], with: [])
        #expect(bytes?.isExact == true, "seed \(seed)")
        predicted += bytes?.upper.bytes ?? -1
      }
      var sizes: [LayerID: Int] = [:]
      for (image, chain) in zip(images, chains) {
        for (layer, size) in zip(image.layers.value?.chain ?? [], chain) { sizes[layer] = size }
      }
      let staying = images.indices.filter { !going.contains($0) }
        .reduce(into: Set<LayerID>()) { $0.formUnion(images[$1].layers.value?.chain ?? []) }
      let freed = sizes.filter { !staying.contains($0.key) }.values.reduce(0, +)
      #expect(predicted == Int64(freed), "seed \(seed)")
    }
  }

  private func image(_ number: Int, size: Int64?, chain: [Int], history: [(Int64, Bool)]?) -> Image {
    var image = Image.sample(number, tags: ["i:\(number)"])
    image.size = size.map(ByteCount.init)
    image.layers = .known(
      ImageLayers(
        chain: chain.map(layerID), history: history?.map { HistoryEntry(size: ByteCount($0), isMetadata: $1) }))
    return image
  }

  @Test func `an empty entry that may be a layer or not bounds the sum`() throws {
    // Three layers, four entries that are no metadata: one of the two empty ones is no layer.
    let image = image(1, size: nil, chain: [1, 2, 3], history: [(5, false), (0, false), (7, false), (0, false)])
    let account = LayerAccount([image], sizesAreSums: true)
    #expect(account.bytes(of: image, top: 1) == ByteBounds(lower: .zero, upper: ByteCount(7)))
    #expect(account.bytes(of: image, top: 3) == ByteBounds(exactly: ByteCount(12)))
    #expect(account.bytes(of: image, top: 0) == .zero)
  }

  @Test func `without a history, the sizes of images tell what lies between them`() throws {
    let base = image(1, size: 100, chain: [1], history: [])
    let top = image(2, size: 130, chain: [1, 2, 3], history: [])
    var account = LayerAccount([base, top], sizesAreSums: true)
    let freedByTop = account.remove(top, with: [])
    #expect(freedByTop == ByteBounds(exactly: ByteCount(30)))
    let freedByBase = account.remove(base, with: [])
    #expect(freedByBase == ByteBounds(exactly: ByteCount(100)))
    let alone = LayerAccount([top], sizesAreSums: true)
    #expect(alone.bytes(of: top, top: 2) == nil)
    #expect(alone.bytes(of: top, top: 3) == ByteBounds(exactly: ByteCount(130)))
  }

  @Test func `a history that cannot belong to the layers says nothing`() {
    let few = image(1, size: nil, chain: [1], history: [(5, false), (7, false)])
    let many = image(2, size: nil, chain: [1, 2, 3], history: [(5, false), (0, true)])
    #expect(LayerAccount([few], sizesAreSums: true).bytes(of: few, top: 1) == nil)
    #expect(LayerAccount([many], sizesAreSums: true).bytes(of: many, top: 1) == nil)
  }

  @Test func `what nobody knows is bounded from below by nothing`() throws {
    let known = image(1, size: 10, chain: [1], history: [(10, false)])
    var stranger = image(2, size: 10, chain: [1], history: nil)
    stranger.layers = .unavailable
    var account = LayerAccount([known, stranger], sizesAreSums: true)
    let freedByKnown = account.remove(known, with: [])
    #expect(freedByKnown == ByteBounds(lower: .zero, upper: ByteCount(10)))
    let freedByStranger = account.remove(stranger, with: [])
    #expect(freedByStranger == nil)
    var elsewhere = LayerAccount([known], sizesAreSums: false)
    let freedElsewhere = elsewhere.remove(known, with: [])
    #expect(freedElsewhere == ByteBounds(lower: .zero, upper: ByteCount(10)))
  }

  @Test func `what the engine lets go is counted by the layers that it names`() throws {
    let base = image(51, size: 100, chain: [1], history: [(100, false)])
    let top = image(50, size: 160, chain: [1, 2, 3], history: [(100, false), (20, false), (40, false)])
    let release = LayerRelease(among: [base, top])
    let id = top.id.description
    #expect(release.bytes(of: top, deleted: [id, layerID(3).description, layerID(2).description]) == ByteCount(60))
    #expect(release.bytes(of: top, deleted: [id, layerID(3).description]) == ByteCount(40))
    // BuildKit's cache holds the layers: the image goes, and nothing comes free.
    #expect(release.bytes(of: top, deleted: [id]) == .zero)
    var unknown = top
    unknown.layers = .unavailable
    #expect(release.bytes(of: unknown, deleted: [id]) == nil)
  }
}
