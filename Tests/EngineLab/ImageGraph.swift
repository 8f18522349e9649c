import Foundation

/// Images that share layers in all the ways that occur, made by chance, to be loaded again as often as some of them went.
///
/// Some begin anew, some go on from a part of another, some are twins of another, some stand on another as the legacy
/// builder's do; they have several tags, one or none; some have no history, some layers are empty.
package struct ImageGraph: Sendable {
  /// The IDs of the images, in order; an image's parent comes before it.
  package let ids: [String]
  /// Which image each was built on.
  package let parents: [Int?]
  private let tags: [[String]]
  private let layers: [[Int]]
  private let folder: String

  /// The label by which image `number` can be told from the others.
  package static func label(_ number: Int) -> String { "member=\(number)" }

  /// Makes the archive's files in the lab's folder; nothing is loaded yet.
  ///
  /// - Parameter twins: how many of a hundred have the layers of another; they are quick to load.
  package init(
    _ count: Int, twins: Int = 15, in lab: some Lab, using random: inout some RandomNumberGenerator
  ) async throws {
    var sketches: [Sketch] = []
    var pieces: [Layer] = []
    for number in 0..<count { sketches.append(Sketch(number, after: sketches, twins: twins, &pieces, &random)) }

    folder = "\(lab.folder)/graph"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let names = pieces.indices.map { "layer\($0).tar" }
    for (name, piece) in zip(names, pieces) { try piece.tar().write(to: URL(filePath: "\(folder)/\(name)")) }
    let diffs = try await digests(of: names, in: folder)
    for (number, sketch) in sketches.enumerated() {
      let config: [String: Any] = [
        "architecture": machine, "os": "linux", "created": past(.seconds(86_400)), "history": sketch.history,
        "config": ["Labels": ["member": "\(number)"]],
        "rootfs": ["type": "layers", "diff_ids": sketch.layers.map { diffs[$0] }],
      ]
      try write(config, to: "\(folder)/config\(number).json")
    }
    ids = try await digests(of: sketches.indices.map { "config\($0).json" }, in: folder)
    parents = sketches.map(\.parent)
    tags = sketches.map(\.tags)
    layers = sketches.map(\.layers)
  }

  /// Loads these images, and those that they were built on, which the engine wants to see with them.
  package func load(_ numbers: some Sequence<Int>, into lab: some Lab) async throws {
    var wanted = Set(numbers)
    for number in wanted {
      var next = parents[number]
      while let parent = next {
        wanted.insert(parent)
        next = parents[parent]
      }
    }
    guard !wanted.isEmpty else { return }
    let manifest = wanted.sorted().map { number in
      var entry: [String: Any] = [
        "Config": "config\(number).json", "RepoTags": tags[number], "Layers": layers[number].map { "layer\($0).tar" },
      ]
      entry["Parent"] = parents[number].map { ids[$0] }
      return entry
    }
    try write(manifest, to: "\(folder)/manifest.json")
    let files = wanted.map { "config\($0).json" } + Set(wanted.flatMap { layers[$0] }).map { "layer\($0).tar" }
    try await execute(["tar", "-C", folder, "-cf", "\(folder)/archive.tar", "manifest.json"] + files)
    try await execute(
      lab.client + ["load", "--quiet", "--input", "\(folder)/archive.tar"], environment: lab.environment, seconds: 600)
  }
}

/// One image before it has an ID.
private struct Sketch {
  var parent: Int?
  var tags: [String] = []
  /// Numbers of the pieces that it is made of, base first.
  var layers: [Int] = []
  var history: [[String: Any]] = []

  init(
    _ number: Int, after others: [Sketch], twins: Int, _ pieces: inout [Layer],
    _ random: inout some RandomNumberGenerator
  ) {
    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    func piece() -> Int {
      pieces.append(
        chance(10) ? .empty : .bytes(Int.random(in: 0...3000, using: &random), seed: "\(number)-\(pieces.count)"))
      return pieces.count - 1
    }
    tags = chance(25) ? [] : (0...Int.random(in: 0...2, using: &random)).map { "graph:\(number)-\($0)" }
    let other = others.indices.randomElement(using: &random)
    let isTwin = chance(twins)
    switch Int.random(in: 0..<100, using: &random) {
    case _ where isTwin && other != nil:
      guard let other else { fallthrough }
      (layers, history) = (others[other].layers, others[other].history)
    case 0..<35 where other != nil:
      // Built on it by one instruction, with a layer or without: the engine believes no other parent.
      guard let other, !others[other].history.isEmpty || others[other].layers.isEmpty else { fallthrough }
      parent = other
      (layers, history) = (others[other].layers, others[other].history)
      if chance(70) {
        add(piece())
      } else {
        history.append(["created_by": "ENV member=\(number)", "empty_layer": true])
      }
    case 0..<80 where other != nil:
      guard let other else { fallthrough }
      let from = others[other]
      for layer in from.layers.prefix(Int.random(in: 0...from.layers.count, using: &random)) { add(layer) }
      for _ in 0...Int.random(in: 0...2, using: &random) { add(piece()) }
    default:
      for _ in 0...Int.random(in: 0...2, using: &random) { add(piece()) }
    }
    if parent == nil, chance(10) { history = [] }
  }

  private mutating func add(_ piece: Int) {
    layers.append(piece)
    history.append(["created_by": "RUN make piece\(piece)"])
  }
}
