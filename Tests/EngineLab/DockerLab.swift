import Foundation

/// A private dockerd without networks to the outside.
package struct DockerLab: Lab {
  package let engine: EngineUnderTest
  package let folder: String
  package let hasOwnNetwork: Bool
  /// What dockerd gets beside the lab's own arguments.
  package let arguments: [String]

  init(_ engine: EngineUnderTest, folder: String, hasOwnNetwork: Bool, arguments: [String]) throws {
    self.engine = engine
    self.folder = folder
    self.hasOwnNetwork = hasOwnNetwork
    let features = ["features": ["containerd-snapshotter": engine.hasContainerdStore]]
    try JSONSerialization.data(withJSONObject: features).write(to: URL(filePath: "\(folder)/daemon.json"))
    self.arguments = engine.hasContainerdStore ? arguments + ["--config-file", "\(folder)/daemon.json"] : arguments
  }

  package var storage: String { "\(folder)/data" }

  package var socket: String { "\(folder)/docker.sock" }

  package var daemon: [String] {
    [
      "dockerd", "--debug", "--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false",
      "--host", host, "--data-root", "\(folder)/data", "--exec-root", "\(folder)/exec", "--pidfile", "\(folder)/pid",
    ] + arguments
  }

  /// The machine's own on every engine: Debian 12's has BuildKit built in, later ones want a plug-in for it.
  package var client: [String] { ["docker", "--host", host] }

  package var environment: [String: String] { ["DOCKER_CONFIG": "\(folder)/client"] }

  /// Runs the client on this engine and returns what it printed.
  @discardableResult
  package func docker(_ arguments: String..., environment: [String: String] = [:]) async throws -> String {
    try await execute(client + arguments, environment: self.environment.merging(environment) { $1 })
  }

  /// Builds by the legacy builder, which leaves untagged intermediate images; returns the image's ID.
  package func legacyBuild(_ dockerfile: String, tag: String) async throws -> String {
    try await build(dockerfile, tag: tag, buildKit: false)
  }

  /// Builds by BuildKit, which leaves build cache; returns the image's ID.
  package func build(_ dockerfile: String, tag: String) async throws -> String {
    try await build(dockerfile, tag: tag, buildKit: true)
  }

  private func build(_ dockerfile: String, tag: String, buildKit: Bool) async throws -> String {
    let context = "\(folder)/context-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: context, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: context) }
    try Data(dockerfile.utf8).write(to: URL(filePath: "\(context)/Dockerfile"))
    try await docker(
      "build", "--network=none", "--tag", tag, context, environment: ["DOCKER_BUILDKIT": buildKit ? "1" : "0"])
    return try await docker("image", "inspect", "--format", "{{.Id}}", tag)
  }

  /// The bytes of all layers that the engine counts, each once.
  package func layersSize() async throws -> Int64 {
    guard let usage = try await json("/system/df") as? [String: Any], let size = usage["LayersSize"] as? NSNumber else {
      throw LabError.badReply("/system/df")
    }
    return size.int64Value
  }
}

extension DockerLab {
  /// The records of the build cache, as the engine has them.
  package func cacheRecords() async throws -> [[String: Any]] {
    (try await json("/system/df") as? [String: Any])?["BuildCache"] as? [[String: Any]] ?? []
  }
}

/// Gives the body an engine of its own and ends it afterwards, whatever the body does.
///
/// One that listens on TCP has to share the machine's network.
package func withDocker<Value>(
  _ engine: EngineUnderTest = .docker, sharesNetwork: Bool = false, arguments: [String] = [],
  _ body: (DockerLab) async throws -> Value
) async throws -> Value {
  try await inLab(
    DockerLab(engine, folder: makeFolder(), hasOwnNetwork: !sharesNetwork, arguments: arguments), body)
}

/// Gives the body an engine as `make run` shows it where there is none: with the clutter of a busy host, of various ages.
package func withSampleEngine<Value>(_ body: (DockerLab) async throws -> Value) async throws -> Value {
  let lab = try DockerLab(.docker, folder: makeFolder(), hasOwnNetwork: false, arguments: [])
  return try await inLab(
    lab, start: { try await execute([projectScript("sample-engine.sh"), $0.folder], seconds: 300) }, body)
}

func inLab<Engine: Lab, Value>(
  _ lab: Engine, start: (Engine) async throws -> Void = { try await $0.start() }, _ body: (Engine) async throws -> Value
) async throws -> Value {
  try await LabSlots.with {
    do {
      try await start(lab)
      try await lab.guardAgainstOrphanage()
      let value = try await body(lab)
      try await lab.stop()
      return value
    } catch {
      try? await lab.stop()
      throw error
    }
  }
}
