import Foundation

/// A private API service of Podman with storage, locks and networks of its own.
package struct PodmanLab: Lab {
  package let engine: EngineUnderTest
  package let folder: String

  /// The machine's own client does its work itself, in the machine's network.
  package var hasOwnNetwork: Bool { engine.root != nil }

  package var storage: String { "\(folder)/root" }

  package var socket: String { "\(folder)/podman.sock" }

  package var daemon: [String] { podman + ["system", "service", "--time=0", host] }

  /// It does its work itself, so it has to be where the service is.
  package var client: [String] {
    inside + podman
  }

  /// What a command is begun with to be there.
  private var inside: [String] {
    let enter = #"exec nsenter --mount --net --target "$(cat "$0/daemon")" "$@""#
    return engine.root == nil ? [] : ["sh", "-c", enter, folder]
  }

  private var podman: [String] {
    ["podman", "--root", storage, "--runroot", "\(folder)/run", "--cgroup-manager=cgroupfs"]
      + (hasReadOnlyStore ? ["--storage-opt=additionalimagestore=\(readOnlyStore)"] : [])
  }

  package var environment: [String: String] {
    ["CONTAINERS_CONF": "\(folder)/containers.conf", "PODMAN_IGNORE_CGROUPSV1_WARNING": "1"]
  }

  init(_ engine: EngineUnderTest, folder: String) throws {
    self.engine = engine
    self.folder = folder
    // runc and not crun, which refuses a machine that has both versions of cgroups.
    // Podmans of one machine share their locks in memory, and a new one frees all of them: so locks in files.
    // Its default limits are higher than a container or a small machine may set.
    let configuration = """
      [containers]
      default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
      [engine]
      helper_binaries_dir = ["\(folder)/bin", "/usr/libexec/podman", "/usr/lib/podman"]
      runtime = "runc"
      lock_type = "file"
      events_logger = "file"
      tmp_dir = "\(folder)/tmp"
      volume_path = "\(folder)/volumes"
      [network]
      network_config_dir = "\(folder)/networks"
      """
    try Data(configuration.utf8).write(to: URL(filePath: "\(folder)/containers.conf"))
  }

  /// Runs the client on this engine's storage and returns what it printed.
  @discardableResult
  package func podman(_ arguments: String...) async throws -> String {
    try await execute(client + arguments, environment: environment)
  }

  private var readOnlyStore: String { "\(folder)/read-only" }

  private var hasReadOnlyStore: Bool { FileManager.default.fileExists(atPath: readOnlyStore) }

  /// Makes all that is stored a store that the service only reads, beside an empty one of its own.
  package func setAside() async throws {
    try await kill()
    try FileManager.default.moveItem(atPath: storage, toPath: readOnlyStore)
    try await start()
  }

  /// Runs a command of the Debian that the service is of, where that is.
  @discardableResult
  package func inside(_ command: [String]) async throws -> String {
    try await execute(inside + command, environment: environment)
  }
}

/// Gives the body a Podman of its own and ends it afterwards, whatever the body does.
package func withPodman<Value>(
  _ engine: EngineUnderTest = .podman, _ body: (PodmanLab) async throws -> Value
) async throws -> Value {
  try await inLab(PodmanLab(engine, folder: makeFolder()), body)
}
