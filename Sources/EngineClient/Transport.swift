import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Policies

/// One answer of an engine.
struct Answer: Sendable {
  let request: String
  let status: Int
  let headers: HTTPHeaders
  let body: ByteBuffer
}

/// How bytes come to an engine.
enum Route: Sendable {
  case socket(String)
  case network(String, Int)
  case carried(SSHCarrier)
}

/// HTTP over a Unix socket, TCP, TLS or ssh, with a deadline for the whole of each call and a cap on each body.
struct Transport: Sendable {
  let host: EngineHost
  let options: EngineOptions
  private let route: Route
  private let client: HTTPClient
  private let deadlines = Deadlines()
  private let base: String

  init(_ host: EngineHost, _ route: Route, _ options: EngineOptions) throws(EngineError) {
    self.host = host
    self.route = route
    self.options = options
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: .seconds(5), read: nil)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.connections
    // Else a socket that is not there fails only at the deadline.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    // Nobody collects them.
    configuration.tracing.tracer = nil
    switch route {
    case .socket(let path): base = "http+unix://" + path.percentEncoded(keeping: "")
    case .carried(let carrier): base = "http+unix://" + carrier.path.percentEncoded(keeping: "")
    case .network(let name, let port):
      // TLS is the network's: a socket and ssh have their own ways to know who is there.
      if let tls = options.tls { configuration.tlsConfiguration = try tls.configuration(host) }
      let scheme = options.tls == nil ? "http" : "https"
      base = "\(scheme)://\(name.contains(":") ? "[\(name)]" : name):\(port)"
    }
    client = HTTPClient(eventLoopGroupProvider: .shared(Self.eventLoop), configuration: configuration)
  }

  /// One thread carries all that eight connections bring; NIO's own group would start one for each core.
  private static let eventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  func shutDown() async { try? await client.shutdown() }

  /// Sends one request and reads its whole answer, whatever its status.
  func call(_ method: HTTPMethod, _ path: String, within limit: Duration? = nil) async throws(EngineError) -> Answer {
    try await retrying(method) { () throws(EngineError) in
      try await attempt(method, path, limit ?? options.timeout, whole)
    }
  }

  /// `GET` of a list, whose elements are read as they come.
  ///
  /// - Parameter read: makes an element of its JSON, given the request as well.
  func list<Element: Sendable>(
    _ path: String, _ read: @escaping @Sendable (Data, String) throws(EngineError) -> Element
  ) async throws(EngineError) -> [Element] {
    try await retrying(.GET) { () throws(EngineError) in
      try await attempt(.GET, path, options.timeout) { request, response in
        guard (200..<300).contains(response.status.code) else { throw try await whole(request, response).value.refusal }
        var reader = ListReader(request) { json throws(EngineError) in try read(json, request) }
        var count = 0
        for try await bytes in response.body {
          count += bytes.readableBytes
          guard count <= options.responseLimit else {
            throw EngineError.tooLarge(request: request, limit: options.responseLimit)
          }
          try reader.feed(bytes)
        }
        return (try reader.finish(), count)
      }
    }
  }

  /// `GET /_ping`, the first request, which therefore tells why there is no connection.
  func greet() async throws(EngineError) -> Answer {
    do throws(EngineError) {
      return try await attempt(.GET, "/_ping", options.timeout, whole)
    } catch {
      guard case .disconnected(_, let failure?) = error else { throw error }
      throw .unreachable(host.description, reason: .ssh(failure))
    }
  }

  /// A GET that met a kept-alive connection which had been closed is sent again, twice at most: where all of them were cut at
  /// once, the next one it gets may be dead as well, for as long as nobody has noticed. What changes things is sent once.
  private func retrying<R>(
    _ method: HTTPMethod, _ send: () async throws(EngineError) -> R
  ) async throws(EngineError) -> R {
    var pauses: [Duration] = method == .GET ? [.milliseconds(200), .zero] : []
    while true {
      do throws(EngineError) {
        return try await send()
      } catch {
        guard case .disconnected = error, let pause = pauses.popLast() else { throw error }
        try? await Task.sleep(for: pause)
      }
    }
  }

  /// What was read of an answer, and how many bytes its body had.
  private typealias Reading<R> = (value: R, bytes: Int)

  @Sendable private func whole(_ request: String, _ response: HTTPClientResponse) async throws -> Reading<Answer> {
    let body = try await response.body.collect(upTo: options.responseLimit)
    let answer = Answer(request: request, status: Int(response.status.code), headers: response.headers, body: body)
    return (answer, body.readableBytes)
  }

  private func attempt<R: Sendable>(
    _ method: HTTPMethod, _ path: String, _ limit: Duration,
    _ read: @escaping @Sendable (String, HTTPClientResponse) async throws -> Reading<R>
  ) async throws(EngineError) -> R {
    let name = "\(method) \(path)"
    var request = HTTPClientRequest(url: base + path)
    request.method = method
    // The Unix scheme sends none of its own, and engines insist on one.
    if base.hasPrefix("http+unix:") { request.headers.add(name: "Host", value: "engine") }
    let started = ContinuousClock.now
    do {
      let (status, reading) = try await deadlines.run(within: limit) { [request] in
        let response = try await client.execute(request, deadline: .distantFuture)
        return (response.status, try await read(name, response))
      }
      trace(name, "\(status.code), \(reading.bytes) bytes", started)
      return reading.value
    } catch {
      let failure = engineError(error, name, limit)
      trace(name, "\(failure)", started)
      throw failure
    }
  }

  private func trace(_ request: String, _ result: String, _ started: ContinuousClock.Instant) {
    guard let trace = options.trace else { return }
    let (seconds, attoseconds) = started.duration(to: .now).components
    trace("\(request): \(result), \(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms")
  }

  private func engineError(_ error: any Error, _ request: String, _ limit: Duration) -> EngineError {
    switch error {
    case let error as EngineError: return error
    case is DeadlinePassed: return .timedOut(request: request, after: limit)
    case is CancellationError: return .disconnected(request: request)
    case is NIOTooManyBytesError: return .tooLarge(request: request, limit: options.responseLimit)
    case let error as HTTPClientError where error == .connectTimeout:
      return .unreachable(host.description, reason: .other("no answer within 5 s"))
    case let error as HTTPParserError where error != .invalidEOFState:
      return .undecodable(request: request, detail: "it is not HTTP")
    case is HTTPParserError, is HTTPClientError: return disconnected(request)
    default:
      if let reason = unreachable(error) { return .unreachable(host.description, reason: reason) }
      return disconnected(request)
    }
  }

  private func disconnected(_ request: String) -> EngineError {
    guard case .carried(let carrier) = route else { return .disconnected(request: request) }
    return .disconnected(request: request, ssh: carrier.failure)
  }

  /// Why no connection came about; `nil` where one did and broke.
  private func unreachable(_ error: any Error) -> EngineError.Unreachable? {
    switch error {
    case let error as IOError: return reason(error.errnoCode)
    case let error as NIOConnectionError:
      if let code = error.connectionErrors.lazy.compactMap({ ($0.error as? IOError)?.errnoCode }).first {
        return reason(code) ?? .other("\(error)")
      }
      return .unresolved
    case let error as NIOSSLError: return .tls("\(error)")
    case let error as BoringSSLError: return .tls("\(error)")
    case let error as NIOSSLExtraError: return .tls("\(error)")
    default: return nil
    }
  }

  private func reason(_ code: CInt) -> EngineError.Unreachable? {
    switch code {
    case ENOENT: .absent
    case ECONNREFUSED: .refused
    case EACCES, EPERM: .notPermitted(isRoot: geteuid() == 0)
    case ENOTSOCK, EPROTOTYPE: .other("it is no engine's socket")
    case EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL: .other("the host cannot be reached")
    default: nil
    }
  }
}

extension EngineTLS {
  func configuration(_ host: EngineHost) throws(EngineError) -> TLSConfiguration {
    do {
      var tls = TLSConfiguration.makeClientConfiguration()
      if let certificateAuthority { tls.trustRoots = .file(certificateAuthority) }
      if !verify { tls.certificateVerification = .none }
      if let certificate, let key {
        tls.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
      }
      return tls
    } catch {
      throw .unreachable(host.description, reason: .tls("a certificate or key cannot be read: \(error)"))
    }
  }
}

extension String {
  /// Percent-encoded but for unreserved characters and those in `keeping`.
  func percentEncoded(keeping: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        bytes.append(byte)
      case _ where "-._~".utf8.contains(byte) || keeping.utf8.contains(byte): bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
