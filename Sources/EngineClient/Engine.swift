import FoundationEssentials
import NIOCore
import NIOHTTP1
package import Policies

/// An engine that answers, spoken to in a version that both know. One short method for each endpoint.
package struct Engine: Sendable {
  package let identity: EngineIdentity
  let transport: Transport

  /// Connects, agrees on a version, runs `body`, and always closes the connections.
  package static func with<R: Sendable>(
    _ host: EngineHost, _ options: EngineOptions, _ body: (Engine) async throws -> R
  ) async throws -> R {
    switch host {
    case .unix(let path): return try await with(Transport(host, .socket(path), options), body)
    case .tcp(let name, let port): return try await with(Transport(host, .network(name, port), options), body)
    case .ssh(let remote):
      var options = options
      // Each is an ssh of its own, and an sshd begins to refuse when ten are about to log in (MaxStartups).
      options.connections = min(options.connections, 8)
      var clients = RemoteClient.allCases[...]
      while let client = clients.popFirst() {
        let command = ["ssh"] + remote.arguments(client, within: options.timeout)
        do {
          return try await SSHCarrier.with(command, for: host, trace: options.trace) { carrier in
            try await with(Transport(host, .carried(carrier), options), body)
          }
        } catch EngineError.unreachable(_, .ssh(.ended(status: SSHFailure.noSuchCommand, _))) where !clients.isEmpty {
          continue
        }
      }
      preconditionFailure("the last client was tried, and its end was told")
    }
  }

  /// How many removals of such objects it is worth having out at the same time.
  package func width(for target: Target) -> Int {
    // To tell of an image Podman reads those with the same layers as well, and fails where one of them goes meanwhile.
    identity.kind == .podman && target == .images ? 1 : transport.options.connections
  }

  private static func with<R: Sendable>(
    _ transport: Transport, _ body: (Engine) async throws -> R
  ) async throws -> R {
    do {
      let engine = Engine(identity: try await negotiate(transport), transport: transport)
      let result = try await body(engine)
      await transport.shutDown()
      return result
    } catch {
      await transport.shutDown()
      throw error
    }
  }

  /// Under a version's prefix: a path without one would mean whatever is newest. Podman's own API counts its versions apart.
  fileprivate func versioned(_ path: String) -> String {
    path.hasPrefix("/libpod/") ? "/v4.0.0\(path)" : "/v\(identity.apiVersion)\(path)"
  }

  func call(
    _ method: HTTPMethod, _ path: String, within limit: Duration? = nil, accepts: Set<Int> = []
  ) async throws(EngineError) -> Answer {
    let answer = try await transport.call(method, versioned(path), within: limit)
    guard (200..<300).contains(answer.status) || accepts.contains(answer.status) else {
      throw answer.refusal
    }
    return answer
  }

  /// Asks again while the engine is busy with the same for somebody else, for as long as one answer may take.
  func whenFree<R>(
    within limit: Duration? = nil, _ ask: () async throws(EngineError) -> R
  ) async throws(EngineError) -> R {
    let end = ContinuousClock.now + (limit ?? transport.options.timeout)
    var pause = Duration.milliseconds(50)
    while true {
      do throws(EngineError) {
        return try await ask()
      } catch {
        guard error.isBusy, ContinuousClock.now + pause < end, (try? await Task.sleep(for: pause)) != nil else {
          throw error
        }
        pause = min(pause * 2, .seconds(1))
      }
    }
  }

  /// A list, or what the engine says of itself: an answer that many a decision hangs on.
  func callWhenFree(_ path: String, within limit: Duration? = nil) async throws(EngineError) -> Answer {
    try await whenFree(within: limit) { () throws(EngineError) in try await call(.GET, path, within: limit) }
  }

  /// `nil` where the engine has no such object.
  func find(_ path: String) async throws(EngineError) -> Answer? {
    let answer = try await call(.GET, path, accepts: [404])
    return answer.status == 404 ? nil : answer
  }
}

extension Engine {
  /// A list, each element decoded and made into what it stands for as it comes.
  ///
  /// - Parameter element: gets the element and the request that brought it.
  func list<Wire: Decodable & SendableMetatype, Element: Sendable>(
    _ path: String, _ element: @escaping @Sendable (Wire, String) throws(EngineError) -> Element
  ) async throws(EngineError) -> [Element] {
    try await whenFree { () throws(EngineError) in
      try await transport.list(versioned(path)) { json, request throws(EngineError) in
        try element(decoded(json, request), request)
      }
    }
  }
}

extension EngineError {
  /// Whether the engine only has no time for it now.
  ///
  /// Docker before 23 answers 500 to a `/system/df` beside another, and nothing but its words tells that from a failure.
  fileprivate var isBusy: Bool {
    guard case .refused(_, let status, let message) = self else { return false }
    return [409, 429, 503].contains(status) || status == 500 && message.hasSuffix("operation is already running")
  }
}

extension Answer {
  func decode<T: Decodable>(_ type: T.Type) throws(EngineError) -> T { try decoded(Data(body), request) }

  /// The engine's own words: `{"message": …}`, a bare JSON string, or plain text.
  var refusal: EngineError {
    struct Refusal: Decodable { var message: String }
    let data = Data(body)
    let message =
      (try? decoded(data, request) as Refusal)?.message ?? (try? decoded(data, request) as String)
      ?? String(decoding: data.prefix(2000), as: UTF8.self)
    if (300..<400).contains(status), message.isEmpty {
      let place = headers.first(name: "Location").map { " to \($0.prefix(1000))" } ?? ""
      return .refused(request: request, status: status, message: "a redirect\(place), which janitor never follows")
    }
    let trimmed = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return .refused(request: request, status: status, message: String(trimmed.prefix(1000)))
  }
}

/// With a line feed after it: Foundation 6.3 traps on JSON that nests too deep just at its end.
func decoded<T: Decodable>(_ json: Data, _ request: String) throws(EngineError) -> T {
  do {
    return try JSONDecoder().decode(T.self, from: json + [0x0A])
  } catch {
    throw .undecodable(request: request, detail: String("\(error)".prefix(300)))
  }
}
