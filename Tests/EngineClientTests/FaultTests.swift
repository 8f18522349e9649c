import EngineLab
import Foundation
import Policies
import Synchronization
import Testing

@testable import EngineClient

@Suite struct FaultTests {
  private static let id = ContainerID(String(repeating: "a", count: 64))

  /// What one list of containers fails with.
  private func failure(of host: EngineHost, _ options: EngineOptions = EngineOptions()) async -> EngineError? {
    do {
      _ = try await Engine.with(host, options) { try await $0.containers() }
      return nil
    } catch {
      return error as? EngineError
    }
  }

  @Test func `a socket that is not there, or is none, or refuses, is told apart at once`() async throws {
    let absent = EngineHost.unix(path: "/tmp/there-is-no-such.sock")
    #expect(await failure(of: absent) == .unreachable(absent.description, reason: .absent))

    let file = EngineHost.unix(path: "/etc/hostname")
    #expect(await failure(of: file) == .unreachable(file.description, reason: .refused))

    let closed = EngineHost.tcp(host: "127.0.0.1", port: 1)
    #expect(await failure(of: closed) == .unreachable(closed.description, reason: .refused))

    let unknown = EngineHost.tcp(host: "no-such-host.invalid", port: 2375)
    guard case .unreachable(unknown.description, _) = await failure(of: unknown) else {
      return #expect(Bool(false), "a name without an address")
    }
  }

  @Test(arguments: [
    ("not HTTP", "hello\r\n\r\n", "undecodable"),
    ("no answer", "", "disconnected"),
    ("half a body", StubEngine.response(200, "[", length: 100), "disconnected"),
    ("not JSON", StubEngine.response(200, "<html>"), "undecodable"),
    ("another shape", StubEngine.response(200, #"{"Containers": 1}"#), "undecodable"),
    ("an ID cut short", StubEngine.response(200, #"[{"Id": "abc"}]"#), "undecodable"),
    ("too large", StubEngine.response(200, String(repeating: " ", count: 70_000)), "tooLarge"),
    ("Docker's refusal", StubEngine.response(403, #"{"message": "you  cannot"}"#), "refused 403 you cannot"),
    (
      "Podman's refusal", StubEngine.response(500, #"{"cause":"c","message":"state","response":500}"#),
      "refused 500 state"
    ),
    ("a bare string", StubEngine.response(404, #""image not known""#), "refused 404 image not known"),
    ("plain text", StubEngine.response(400, "client is too old\n"), "refused 400 client is too old"),
    ("nothing", StubEngine.response(502, ""), "refused 502 "),
    ("a redirect", StubEngine.response(307, ""), "refused 307 a redirect, which janitor never follows"),
    (
      "a redirect with its goal", StubEngine.response(301, "", headers: "Location: /v1.41/volumes/docs\r\n"),
      "refused 301 a redirect to /v1.41/volumes/docs, which janitor never follows"
    ),
  ])
  func `what an engine may answer`(what: String, answer: String, expected: String) async throws {
    let stub = try StubEngine.pinging { _ in answer }
    var options = EngineOptions()
    options.responseLimit = 65_536
    let failure = await failure(of: .unix(path: stub.path), options)
    let found =
      switch failure {
      case .undecodable: "undecodable"
      case .disconnected: "disconnected"
      case .tooLarge(_, 65_536): "tooLarge"
      case .refused(_, let status, let message): "refused \(status) \(message)"
      default: "\(failure as Any)"
      }
    #expect(found == expected, "\(what)")
  }

  @Test(arguments: [
    (409, "in use"), (429, "too many"), (503, ""), (500, "a disk usage operation is already running"),
  ])
  func `an engine that is busy is asked again for a list or figure, and no other is`(status: Int, words: String)
    async throws
  {
    let counter = Counter()
    let stub = try StubEngine.pinging { request in
      counter.add(request)
      return counter.count("GET ") < 3
        ? StubEngine.response(status, #"{"message":"\#(words)"}"#) : StubEngine.response(200, #"{"BuildCache":null}"#)
    }
    let id = try #require(Self.id)
    try await Engine.with(.unix(path: stub.path), EngineOptions()) { engine in
      let records = try await engine.cacheRecords()
      #expect(records.isEmpty && counter.count("GET ") == 3)
    }
    let refusing = try StubEngine.pinging { request in
      counter.add(request)
      return StubEngine.response(status, #"{"message":"\#(words)"}"#)
    }
    let before = counter.count("")
    try await Engine.with(.unix(path: refusing.path), EngineOptions()) { engine in
      await #expect(throws: EngineError.self) { try await engine.container(id, size: false) }
      await #expect(throws: EngineError.self) { try await engine.remove(id, withVolumes: false) }
    }
    #expect(counter.count("") == before + 2)
  }

  @Test func `a figure that fails is not asked for again`() async throws {
    let counter = Counter()
    let stub = try StubEngine.pinging { request in
      counter.add(request)
      return StubEngine.response(500, #"{"message":"layer does not exist"}"#)
    }
    try await Engine.with(.unix(path: stub.path), EngineOptions()) { engine in
      _ = await #expect(throws: EngineError.self) { try await engine.cacheRecords() }
    }
    #expect(counter.count("GET ") == 1)
  }

  @Test func `a GET is sent twice more when connections break, a DELETE never is`() async throws {
    let counter = Counter()
    let stub = try StubEngine.pinging { request in
      counter.add(request)
      return nil
    }
    try await Engine.with(.unix(path: stub.path), EngineOptions()) { engine in
      await #expect(throws: EngineError.self) { try await engine.containers() }
      let id = try #require(Self.id)
      await #expect(throws: EngineError.self) { try await engine.remove(id, withVolumes: false) }
    }
    #expect(counter.count("GET ") == 3)
    #expect(counter.count("DELETE ") == 1)
  }

  @Test func `an engine that hangs is given up at the deadline, head or body`() async throws {
    try await withDocker { lab in
      var options = EngineOptions()
      options.timeout = .milliseconds(300)
      let host = try EngineHost(lab.host)
      try lab.suspend()
      let started = ContinuousClock.now
      guard case .timedOut("GET /_ping", .milliseconds(300)) = await failure(of: host, options) else {
        return #expect(Bool(false), "no time-out")
      }
      // A hung engine hangs for ever; how busy this machine is, is not the question.
      #expect(started.duration(to: .now) < .seconds(60))
      try lab.resume()
      #expect(await failure(of: host) == nil)
    }
  }

  @Test(
    arguments: [
      ("1.40", nil, nil, "incompatible"), ("1.41", nil, "1.41", nil), ("1.51", nil, "1.51", nil),
      ("1.56", "1.44", "1.51", nil), ("1.60", "1.52", nil, "incompatible"), ("latest", nil, nil, "undecodable"),
    ] as [(String, String?, String?, String?)])
  func `the version is the newest that both speak`(
    maximum: String, minimum: String?, spoken: String?, failure: String?
  ) async throws {
    let stub = try StubEngine { request in
      if request.contains("/version") {
        return StubEngine.response(200, #"{"MinAPIVersion": "\#(minimum ?? "1.12")"}"#)
      }
      return StubEngine.response(200, "OK", headers: "Api-Version: \(maximum)\r\n")
    }
    do {
      let version = try await Engine.with(.unix(path: stub.path), EngineOptions()) { $0.identity.apiVersion }
      #expect(version == spoken)
    } catch EngineError.incompatible {
      #expect(failure == "incompatible")
    } catch EngineError.undecodable {
      #expect(failure == "undecodable")
    }
  }
}

final class Counter: Sendable {
  private let lines = Mutex<[String]>([])
  func add(_ line: String) { lines.withLock { $0.append(line) } }
  func count(_ prefix: String) -> Int { lines.withLock { $0.count { $0.hasPrefix(prefix) } } }
}
