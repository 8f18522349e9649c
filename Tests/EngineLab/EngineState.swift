import Foundation

/// Everything an engine held at one instant, so that a test can compare before and after as a whole.
///
/// Containers with their state, times, labels and mounts; images with parents, tags and labels, intermediates too;
/// volumes; networks; build cache. What changes by itself ("Up 3 seconds") is left out.
package struct EngineState: Equatable, Sendable {
  /// What is known of each object, by `kind id`.
  package let objects: [String: String]

  /// What came, went or changed since then, a line each; empty if and only if both are equal.
  package func changes(since before: EngineState) -> [String] {
    Set(objects.keys).union(before.objects.keys).sorted().compactMap { key in
      switch (before.objects[key], objects[key]) {
      case (nil, let now?): "+ \(key) \(now)"
      case (let was?, nil): "- \(key) \(was)"
      case (let was?, let now?) where was != now: "~ \(key) \(was) → \(now)"
      default: nil
      }
    }
  }
}

extension Lab {
  /// Reads everything that the engine holds now.
  package func state() async throws -> EngineState {
    var objects: [String: String] = [:]
    for (kind, path, key, facts) in [
      ("container", "/containers/json?all=1", "Id", ["Names", "Image", "ImageID", "State", "Labels", "Created"]),
      ("image", "/images/json?all=1", "Id", ["ParentId", "RepoTags", "RepoDigests", "Labels", "Created", "Size"]),
      ("volume", "/volumes", "Name", ["Driver", "Labels"]),
      ("network", "/networks", "Id", ["Name", "Driver", "Labels"]),
    ] {
      let reply = try await json(path)
      let list = reply as? [[String: Any]] ?? (reply as? [String: Any])?["Volumes"] as? [[String: Any]] ?? []
      for object in list {
        guard let id = object[key] as? String else { throw LabError.badReply(path) }
        var known = object.filter { facts.contains($0.key) }
        if kind == "container" { known["State"] = try await moments(of: id) ?? known["State"] }
        objects["\(kind) \(id)"] = try text(known)
      }
    }
    for record in try await (self as? DockerLab)?.cacheRecords() ?? [] {
      guard let id = record["ID"] as? String else { throw LabError.badReply("/system/df") }
      objects["build-cache \(id)"] = try text(record.filter { ["Type", "Description"].contains($0.key) })
    }
    return EngineState(objects: objects)
  }

  /// The container's state with its times; nil if it went meanwhile.
  private func moments(of container: String) async throws -> [String: Any]? {
    guard try await request("GET", "/containers/\(container)/json").status == 200 else { return nil }
    return try await containerState(container)
      .filter { ["Status", "ExitCode", "StartedAt", "FinishedAt"].contains($0.key) }
  }
}

/// JSON in which equal facts are equal text: keys in order, names and tags too.
private func text(_ facts: [String: Any]) throws -> String {
  let sorted = facts.mapValues { ($0 as? [String])?.sorted() ?? $0 }
  return String(
    decoding: try JSONSerialization.data(withJSONObject: sorted, options: [.sortedKeys, .withoutEscapingSlashes]),
    as: UTF8.self)
}
