import EngineLab
import Foundation
import Policies
import Synchronization
import Testing

@testable import EngineClient

/// What carries connections, with other commands in ssh's place.
@Suite struct SSHCarrierTests {
  private let host = EngineHost.tcp(host: "carried", port: 1)

  private func ping(_ carrier: SSHCarrier) async throws -> Int {
    let transport = try Transport(host, .carried(carrier), EngineOptions())
    let result: Result<Int, any Error>
    do { result = .success(try await transport.greet().status) } catch { result = .failure(error) }
    await transport.shutDown()
    return try result.get()
  }

  @Test func `a connection is carried by the command, its own only, and nothing is left`() async throws {
    try await withDocker { lab in
      let command = ["/usr/bin/docker", "--host", lab.host, "system", "dial-stdio"]
      let path = try await SSHCarrier.with(command, for: host, trace: nil) { carrier in
        #expect(try await ping(carrier) == 200)
        #expect(carrier.failure == nil)
        let folder = URL(filePath: carrier.path).deletingLastPathComponent().path
        let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        // Another process is sent away, even if it is root's.
        await #expect(throws: CommandFailure.self) {
          try await execute(["docker", "--host", "unix://\(carrier.path)", "version"])
        }
        #expect(try await ping(carrier) == 200)
        return folder
      }
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test(arguments: [
    ("exit 3", SSHFailure.ended(status: 3, words: "")),
    ("echo one >&2; printf ' two  words\\r\\n' >&2; exit 255", .ended(status: 255, words: "one; two words")),
    ("kill -KILL $$", .ended(status: 137, words: "")),
    // What outlives the command and holds its standard output and error changes nothing.
    ("sleep 30 & echo gone >&2; exit 9", .ended(status: 9, words: "gone")),
    ("trap '' TERM; exec <&- >&-; echo no >&2; exit 4", .ended(status: 4, words: "no")),
  ])
  func `how the command ended is known before the connection is seen to end`(
    script: String, failure: SSHFailure
  ) async throws {
    try await SSHCarrier.with(["sh", "-c", script], for: host, trace: nil) { carrier in
      for _ in 0..<5 {
        await #expect(throws: EngineError.unreachable(host.description, reason: .ssh(failure))) {
          try await ping(carrier)
        }
      }
    }
  }

  @Test func `a command that is not there is told as such`() async throws {
    try await SSHCarrier.with(["no-such-program"], for: host, trace: nil) { carrier in
      let failure = SSHFailure.notStarted(reason: "No such file or directory")
      await #expect(throws: EngineError.unreachable(host.description, reason: .ssh(failure))) {
        try await ping(carrier)
      }
    }
  }

  @Test func `what it says is bounded, and its end is what counts`() async throws {
    let script = "yes noise | head -c 3000000 >&2; echo the end >&2; exit 1"
    try await SSHCarrier.with(["sh", "-c", script], for: host, trace: nil) { carrier in
      _ = try? await ping(carrier)
      guard case .ended(1, let words) = carrier.failure else { return #expect(Bool(false), "no failure") }
      #expect(words.hasSuffix("noise; the end"))
      #expect(words.count < 2000)
    }
  }

  @Test func `a command that will not end is ended`() async throws {
    let file = "/tmp/stubborn-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let script = "trap '' TERM HUP; echo $$ >\(file); while :; do sleep 1; done"
    try await SSHCarrier.with(["sh", "-c", script], for: host, trace: nil) { carrier in
      var options = EngineOptions()
      options.timeout = .seconds(1)
      let transport = try Transport(host, .carried(carrier), options)
      await #expect(throws: EngineError.timedOut(request: "GET /_ping", after: options.timeout)) {
        try await transport.greet()
      }
      await transport.shutDown()
    }
    let text = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .newlines)
    let process = try #require(pid_t(text))
    #expect(kill(process, 0) == -1)
  }
}
