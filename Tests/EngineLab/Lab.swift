import Foundation

/// A private engine of a test's own: never the machine's.
///
/// How to use the lab (as root, with Debian's `docker.io`, `podman`, `crun`, `busybox-static` installed; for engines
/// of a newer Debian after `scripts/engine-root.sh`, by `withDocker(.dockerSid)` and the like):
///
///     try await withDocker { lab in
///       let base = try await lab.importBase()                       // base:1, with a shell
///       let old = try await lab.exited(1, name: "old")              // containers of every state
///       try await lab.backdate([old], by: .seconds(30 * 86_400))    // ... and of any age
///       let shared = Layer.bytes(4096, seed: "shared")              // equal layers are one layer to the engine
///       try await lab.loadImage(tags: ["app:1"], created: past(.seconds(9 * 86_400)), layers: [shared])
///
///       let before = try await lab.state()
///       let mark = lab.mark
///       … what is tested, on lab.host …
///       #expect(lab.requests(since: mark).allSatisfy { $0.hasPrefix("GET ") || $0.hasPrefix("HEAD ") })
///       #expect(try await lab.state().changes(since: before) == [])
///     }
///
/// A lab lives in one short folder under /tmp. It ends with the scope, and soon after the test process if that dies.
/// Several labs may live at once. Everything that talks to the engine by the lab counts among its requests: mark after it.
package protocol Lab: Sendable {
  /// Which engine it is.
  var engine: EngineUnderTest { get }

  /// Whether its bridges and ports are out of the machine's sight.
  var hasOwnNetwork: Bool { get }

  /// Where the engine keeps everything: data, socket, log.
  var folder: String { get }

  /// The part of it in which images and containers lie.
  var storage: String { get }

  /// The socket on which the engine answers.
  var socket: String { get }

  /// The daemon and its arguments.
  var daemon: [String] { get }

  /// The engine's own command-line client, with what binds it to this engine.
  var client: [String] { get }

  /// What the daemon and the client find in their environment, beside PATH and HOME.
  var environment: [String: String] { get }
}

extension Lab {
  /// The engine's address, as DOCKER_HOST and `--host` take it.
  package var host: String { "unix://\(socket)" }

  var logPath: String { "\(folder)/log" }

  /// Starts the daemon in a session of its own and returns once it answers.
  package func start() async throws {
    // dockerd takes the processes that these files name for its living self and containerd, zombies too.
    let launch = #"rm -f "$0/pid" "$0/exec/containerd/containerd.pid"; echo $$ >"$0/daemon"; exec "$@" >>"$0/log" 2>&1"#
    try await detach(["sh", "-c", launch, folder] + enclosure() + daemon)
    let deadline = ContinuousClock.now + .seconds(60)
    while await !answers() {
      guard ContinuousClock.now < deadline else { throw LabError.silent(daemon[0], log: log.suffix(4000).description) }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Ends the daemon with all its containers and removes the folder.
  package func stop() async throws {
    try await execute([Self.endScript, folder])
  }

  /// Ends the daemon as `systemctl stop` does, and starts it again on the same data.
  package func restart() async throws {
    try await end(by: SIGTERM)
    try await start()
  }

  /// Kills the daemon in the middle of whatever it does; containers and data stay, the socket file too.
  package func kill() async throws {
    try await end(by: SIGKILL)
  }

  /// Makes the engine hang: connections are accepted, requests are not answered.
  package func suspend() throws { try signal(SIGSTOP) }

  /// Lets a hanging engine go on, with the requests that came meanwhile.
  package func resume() throws { try signal(SIGCONT) }

  /// Everything the daemon has logged so far.
  package var log: String {
    String(decoding: FileManager.default.contents(atPath: logPath) ?? Data(), as: UTF8.self)
  }

  /// Makes sure that the engine does not outlive this process, whatever ends it.
  func guardAgainstOrphanage() async throws {
    let watch = #"while [ -d "$0" ] && kill -0 "$1" 2>/dev/null; do sleep 1; done; exec "$2" "$0""#
    try await detach(["sh", "-c", watch, folder, "\(ProcessInfo.processInfo.processIdentifier)", Self.endScript])
  }

  /// The one script that knows how to end an engine without a trace; `make run` ends its sample engine by it too.
  static var endScript: String { projectScript("end-engine.sh") }

  /// What the daemon of another Debian is started in: mounts and networks of its own, and that Debian's root.
  private func enclosure() throws -> [String] {
    guard let root = engine.root else { return hasOwnNetwork ? ["unshare", "--net"] : [] }
    guard FileManager.default.fileExists(atPath: root) else { throw LabError.noRoot(root) }
    return ["unshare", "--mount", "--net", projectScript("in-root.sh"), root, folder]
  }

  private func detach(_ command: [String]) async throws {
    try await execute(["setsid", "--fork"] + command, environment: environment)
  }

  private func answers() async -> Bool {
    (try? await request("GET", "/_ping"))?.status == 200
  }

  private func end(by signal: Int32) async throws {
    let process = try processID()
    try self.signal(signal)
    // No child of this process, so nobody tells of its end.
    let deadline = ContinuousClock.now + .seconds(30)
    while isAlive(process) {
      guard ContinuousClock.now < deadline else { throw LabError.neverEnded(daemon[0], by: signal) }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private func signal(_ number: Int32) throws {
    guard Foundation.kill(try processID(), number) == 0 else { throw LabError.notRunning }
  }

  private func processID() throws -> pid_t {
    let text = try String(contentsOfFile: "\(folder)/daemon", encoding: .utf8)
    guard let number = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw LabError.notRunning }
    return number
  }

  /// Whether the process runs; a zombie does not.
  private func isAlive(_ process: pid_t) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
    return !stat.contains(") Z ")
  }
}

/// One of the project's scripts, by its whole path.
package func projectScript(_ name: String) -> String {
  URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../scripts/\(name)").standardized.path
}

/// What can go wrong in the lab itself.
package enum LabError: Error {
  /// `scripts/engine-root.sh` has not been run.
  case noRoot(String)
  case silent(String, log: String)
  case notRunning
  case neverEnded(String, by: Int32)
  case refused(String, status: Int, body: String)
  case neverBecame(String, container: String)
  case badReply(String)
}

/// A new folder with a name so short that a socket in it fits into a socket address.
package func makeFolder() throws -> String {
  var template = Array("/tmp/lab-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
  return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
