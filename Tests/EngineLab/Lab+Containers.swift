import Foundation

extension Lab {
  /// Starts a container in the background and returns its full ID; options are those of `docker run`.
  @discardableResult
  package func run(
    _ command: [String], image: String = "base:1", name: String? = nil, options: [String] = []
  ) async throws -> String {
    try await make(["run", "--detach"], image, name, options, command)
  }

  /// A container that ended with this exit code.
  @discardableResult
  package func exited(
    _ code: Int = 0, image: String = "base:1", name: String? = nil, options: [String] = []
  ) async throws -> String {
    let id = try await run(["sh", "-c", "exit \(code)"], image: image, name: name, options: options)
    try await until("exited", id) { $0["Status"] as? String == "exited" }
    return id
  }

  /// A container that was never started.
  @discardableResult
  package func created(image: String = "base:1", name: String? = nil, options: [String] = []) async throws -> String {
    try await make(["create"], image, name, options, ["true"])
  }

  /// A container that runs until it is stopped (by SIGKILL: it ignores SIGTERM).
  @discardableResult
  package func running(image: String = "base:1", name: String? = nil, options: [String] = []) async throws -> String {
    try await run(["sleep", "1000000"], image: image, name: name, options: options)
  }

  /// A running container that is frozen.
  @discardableResult
  package func paused(image: String = "base:1", name: String? = nil, options: [String] = []) async throws -> String {
    let id = try await running(image: image, name: name, options: options)
    try await execute(client + ["pause", id], environment: environment)
    return id
  }

  /// A container in a crash loop, between two starts.
  ///
  /// The engine waits 100 ms before the first restart and twice as long before each next one: after `restarts` of
  /// them the state lasts for 100 ms · 2^restarts, and the making took as long.
  @discardableResult
  package func restarting(
    restarts: Int = 6, image: String = "base:1", name: String? = nil, options: [String] = []
  ) async throws -> String {
    let id = try await run(
      ["sh", "-c", "exit 1"], image: image, name: name, options: options + ["--restart=always"])
    try await until("restarting", id) { state in
      guard state["Status"] as? String == "restarting" else { return false }
      let inspected = try await json("/containers/\(id)/json") as? [String: Any]
      return (inspected?["RestartCount"] as? Int ?? 0) >= restarts
    }
    return id
  }

  /// What the engine says of the container's state: Status, Running, ExitCode, StartedAt and so on.
  func containerState(_ id: String) async throws -> [String: Any] {
    let inspected = try await json("/containers/\(id)/json") as? [String: Any]
    return inspected?["State"] as? [String: Any] ?? [:]
  }

  /// `running`, `exited` and so on; nil when there is no such container.
  package func status(of id: String) async throws -> String? {
    guard try await request("GET", "/containers/\(id)/json").status != 404 else { return nil }
    return try await containerState(id)["Status"] as? String
  }

  /// Looks at the container's state until it is as wanted, for half a minute.
  func until(_ wish: String, _ id: String, _ holds: ([String: Any]) async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try await !holds(containerState(id)) {
      guard ContinuousClock.now < deadline else { throw LabError.neverBecame(wish, container: id) }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private func make(
    _ verb: [String], _ image: String, _ name: String?, _ options: [String], _ command: [String]
  ) async throws -> String {
    let naming = name.map { ["--name", $0] } ?? []
    let printed = try await execute(
      client + verb + ["--network=none"] + naming + options + [image] + command, environment: environment)
    return String(printed.suffix(64))
  }
}
