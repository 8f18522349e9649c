import Foundation

/// What an image says of its own making.
package enum ImageHistory: Sendable {
  /// One entry for each layer, then one that made no layer.
  case normal
  /// Nothing, as in images that some tools export.
  case none
}

/// An image to be loaded; see `loadImage`.
package struct SampleImage: Sendable {
  package var tags: [String]
  var created: String?
  package var labels: [String: String]
  var layers: [Layer]
  var history: ImageHistory
  var entrypoint: [String]?
  var command: [String]?

  package init(
    tags: [String] = [], created: String? = past(.zero), labels: [String: String] = [:], layers: [Layer],
    history: ImageHistory = .normal, entrypoint: [String]? = nil, command: [String]? = ["sh"]
  ) {
    self.tags = tags
    self.created = created
    self.labels = labels
    self.layers = layers
    self.history = history
    self.entrypoint = entrypoint
    self.command = command
  }

  /// The image's configuration, whose digest is its ID in most stores.
  fileprivate func config(diffs: [String]) -> [String: Any] {
    var config: [String: Any] = [
      "architecture": machine, "os": "linux",
      "config": [
        "Env": ["PATH=/bin"], "Labels": labels, "Entrypoint": entrypoint as Any, "Cmd": command as Any,
      ].compactMapValues { ($0 as Any?) ?? NSNull() },
      "rootfs": ["type": "layers", "diff_ids": diffs],
    ]
    config["created"] = created
    if history == .normal {
      let layers = diffs.indices.map { ["created_by": "ADD layer\($0)"] as [String: Any] }
      config["history"] = layers + [["created_by": "CMD", "empty_layer": true]]
    }
    return config
  }
}

extension Lab {
  /// Imports a base with a shell and a few commands; containers of the lab are made from it unless told otherwise.
  @discardableResult
  package func importBase(tag: String = "base:1") async throws -> String {
    try await inScratch { scratch in
      try Layer.busybox.tar().write(to: URL(filePath: "\(scratch)/base.tar"))
      let id = try await execute(
        client + ["import", "--change", #"CMD ["sh"]"#, "\(scratch)/base.tar", tag], environment: environment)
      return id.hasPrefix("sha256:") ? id : "sha256:\(id)"
    }
  }

  /// Makes an image of exactly these layers, loads it and returns its ID (`sha256:` and 64 digits).
  ///
  /// Without tags it is dangling at once. `created` is written as it stands, so may be odd; nil leaves it out.
  /// Images differ in ID when anything here but the tags differs. Begin with `Layer.busybox` to run containers of it.
  @discardableResult
  package func loadImage(
    tags: [String] = [], created: String? = past(.zero), labels: [String: String] = [:], layers: [Layer],
    history: ImageHistory = .normal, entrypoint: [String]? = nil, command: [String]? = ["sh"]
  ) async throws -> String {
    try await inScratch { scratch in
      let image = SampleImage(
        tags: tags, created: created, labels: labels, layers: layers, history: history, entrypoint: entrypoint,
        command: command)
      let printed = try await load([image], in: scratch)
      guard engine.hasContainerdStore else { return try await digests(of: ["config0.json"], in: scratch)[0] }
      // There an image's ID is the digest of a manifest that the engine makes up.
      let name = printed.split(separator: " ").last.map(String.init) ?? ""
      return try await execute(client + ["image", "inspect", "--format", "{{.Id}}", name], environment: environment)
    }
  }

  /// Loads many images in one go, which takes hardly longer than loading one.
  package func loadImages(_ images: [SampleImage]) async throws {
    _ = try await inScratch { try await load(images, in: $0) }
  }

  private func load(_ images: [SampleImage], in scratch: String) async throws -> String {
    let layers = Array(Set(images.flatMap(\.layers)))
    let names = Dictionary(uniqueKeysWithValues: layers.enumerated().map { ($1, "layer\($0).tar") })
    for (layer, name) in names { try layer.tar().write(to: URL(filePath: "\(scratch)/\(name)")) }
    let files = layers.compactMap { names[$0] }
    let diffs = Dictionary(uniqueKeysWithValues: zip(layers, try await digests(of: files, in: scratch)))

    let manifest = try images.enumerated().map { index, image -> [String: Any] in
      try write(image.config(diffs: image.layers.compactMap { diffs[$0] }), to: "\(scratch)/config\(index).json")
      return [
        "Config": "config\(index).json", "RepoTags": image.tags, "Layers": image.layers.compactMap { names[$0] },
      ]
    }
    try write(manifest, to: "\(scratch)/manifest.json")
    let configs = images.indices.map { "config\($0).json" }
    try await execute(["tar", "-C", scratch, "-cf", "\(scratch)/image.tar", "manifest.json"] + configs + files)
    return try await execute(
      client + ["load", "--input", "\(scratch)/image.tar"], environment: environment, seconds: 600)
  }

  private func inScratch<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let scratch = "\(folder)/scratch-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    return try await body(scratch)
  }
}

/// That long ago, as images and containers write it (RFC 3339, whole seconds, UTC).
package func past(_ duration: Duration) -> String {
  Date(timeIntervalSinceNow: -TimeInterval(duration.components.seconds)).ISO8601Format()
}

func digests(of files: [String], in folder: String) async throws -> [String] {
  guard !files.isEmpty else { return [] }
  return try await execute(["sha256sum"] + files.map { "\(folder)/\($0)" })
    .split(separator: "\n").map { "sha256:\($0.prefix(64))" }
}

func write(_ value: Any, to path: String) throws {
  try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys]).write(to: URL(filePath: path))
}

#if arch(arm64)
  let machine = "arm64"
#else
  let machine = "amd64"
#endif
