import Foundation

/// What an image says of its own making.
package enum ImageHistory: Sendable {
  /// One entry for each layer, then one that made no layer.
  case normal
  /// Nothing, as in images that some tools export.
  case none
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
      let names = layers.indices.map { "layer\($0).tar" }
      for (name, layer) in zip(names, layers) {
        try layer.tar().write(to: URL(filePath: "\(scratch)/\(name)"))
      }
      var config: [String: Any] = [
        "architecture": machine, "os": "linux",
        "config": [
          "Env": ["PATH=/bin"], "Labels": labels, "Entrypoint": entrypoint as Any, "Cmd": command as Any,
        ].compactMapValues { ($0 as Any?) ?? NSNull() },
        "rootfs": ["type": "layers", "diff_ids": try await digests(of: names, in: scratch)],
      ]
      config["created"] = created
      if history == .normal {
        config["history"] =
          names.map { ["created_by": "ADD \($0)"] as [String: Any] } + [["created_by": "CMD", "empty_layer": true]]
      }
      try write(config, to: "\(scratch)/config.json")
      try write(
        [["Config": "config.json", "RepoTags": tags, "Layers": names] as [String: Any]], to: "\(scratch)/manifest.json")
      try await execute(["tar", "-C", scratch, "-cf", "\(scratch)/image.tar", "manifest.json", "config.json"] + names)
      try await execute(client + ["load", "--input", "\(scratch)/image.tar"], environment: environment)
      return try await digests(of: ["config.json"], in: scratch)[0]
    }
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
