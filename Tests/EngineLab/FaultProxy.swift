import Foundation
import Glibc
import Synchronization

/// What a proxy does to one exchange.
package enum Fault: Hashable, Sendable {
  /// The engine never hears of the request, and no answer ever comes.
  case silence
  /// The engine never hears of the request; the connection ends.
  case cutBefore
  /// The engine does what it was asked; no answer comes.
  case cutAfter
  /// The answer ends in the middle of its head.
  case cutInHead
  /// The answer ends in the middle of its body.
  case cutInBody
  /// The answer ends in the middle of a chunk.
  case halfChunk
  /// The head promises more than comes, and then nothing more comes.
  case longLength
  /// The answer comes so late that nobody waits for it any more.
  case late(Duration)
  /// Only somewhat late.
  case delay(Duration)
  /// The engine never hears of the request; this comes instead.
  case answer(status: Int, body: String)
  /// The engine does what it was asked; this comes instead of its answer.
  case answerAfter(status: Int, body: String)
  /// The engine does what it was asked; its body is replaced by this.
  case body(String)
  /// The engine does what it was asked; only half of its JSON comes, as if that were all.
  case truncated
  /// The engine never hears of the request; more bytes come than anybody wants.
  case flood(bytes: Int)
  /// The engine never hears of the request; who asked is killed.
  case killBefore
  /// The engine does what it was asked; who asked is killed before the answer comes.
  case killAfter
}

/// Stands between janitor and an engine, on a Unix socket of its own, and does harm to the exchanges that it is told to.
///
/// One request for each connection: each answer ends with its connection.
package final class FaultProxy: Sendable {
  package let socket: String
  private let upstream: String
  private let listener: Int32
  private let state: Mutex<State>

  private struct State {
    var requests: [String] = []
    var fault: (Place, Fault)?
    var isAllowed: (@Sendable (String) -> Bool)?
    /// How many requests there were that `Place.each` stands for.
    var met = 0
  }

  private enum Place {
    case at(Int)
    case first(String)
    case each(@Sendable (String) -> Bool, after: Int)
  }

  package var host: String { "unix://\(socket)" }

  /// The requests so far, as `GET /v1.41/containers/json?all=1`.
  package var requests: [String] { state.withLock { $0.requests } }

  /// Counts requests anew, and harms the one at this place, from 0.
  package func harm(_ place: Int, by fault: Fault?) {
    state.withLock {
      $0.requests = []
      $0.fault = fault.map { (.at(place), $0) }
    }
  }

  /// Counts requests anew, and refuses those for which this is false, as proxies do that filter a socket.
  package func allow(_ isAllowed: (@Sendable (String) -> Bool)?) {
    state.withLock {
      $0.requests = []
      $0.isAllowed = isAllowed
    }
  }

  /// Harms the next request that begins like this, as `DELETE /v1.41/images/`, and none after it.
  package func harm(first beginning: String, by fault: Fault) {
    state.withLock { $0.fault = (.first(beginning), fault) }
  }

  /// Counts requests anew, and harms each one for which this is true, but the first so many.
  package func harm(each isMeant: @escaping @Sendable (String) -> Bool, after spared: Int = 0, by fault: Fault) {
    state.withLock {
      $0.requests = []
      $0.met = 0
      $0.fault = (.each(isMeant, after: spared), fault)
    }
  }

  /// How many requests `harm(each:)` has harmed.
  package var harmed: Int {
    state.withLock { state in
      guard case (.each(_, let spared), _)? = state.fault else { return 0 }
      return max(0, state.met - spared)
    }
  }

  private init(_ socket: String, _ upstream: String, _ listener: Int32) {
    self.socket = socket
    self.upstream = upstream
    self.listener = listener
    state = Mutex(State())
  }

  /// Runs `body` with a proxy in front of an engine.
  package static func with<Value>(_ lab: some Lab, _ body: (FaultProxy) async throws -> Value) async throws -> Value {
    let path = "\(lab.folder)/faults.sock"
    unlink(path)
    let listener = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0, withAddress(path, { bind(listener, $0, $1) }) == 0, listen(listener, 64) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    let proxy = FaultProxy(path, lab.socket, listener)
    Thread.detachNewThread { proxy.serve() }
    defer {
      shutdown(listener, Int32(SHUT_RDWR))
      close(listener)
      unlink(path)
    }
    return try await body(proxy)
  }

  private func serve() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { return }
      Thread.detachNewThread {
        self.exchange(client)
        close(client)
      }
    }
  }

  private func exchange(_ client: Int32) {
    guard let head = readHead(client), let line = head.split(separator: "\r\n").first else { return }
    let words = line.split(separator: " ")
    let fault: Fault? = state.withLock { state in
      let request = words.prefix(2).joined(separator: " ")
      state.requests.append(request)
      if let isAllowed = state.isAllowed, !isAllowed(request) {
        return .answer(status: 403, body: "<html><body><h1>403 Forbidden</h1>Request forbidden.</body></html>")
      }
      switch state.fault {
      case (.at(let place), let fault)? where place == state.requests.count - 1: return fault
      case (.first(let beginning), let fault)? where request.hasPrefix(beginning):
        state.fault = nil
        return fault
      case (.each(let isMeant, let spared), let fault)? where isMeant(request):
        state.met += 1
        return state.met > spared ? fault : nil
      default: return nil
      }
    }
    switch fault {
    case .cutBefore: return
    // Until whoever asked hangs up.
    case .silence: _ = readHead(client)
    case .killBefore: killPeer(of: client)
    case .answer(let status, let body): send(client, reply(status, body))
    case .flood(let bytes):
      send(client, Data("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[".utf8))
      let block = Data(repeating: UInt8(ascii: " "), count: 1 << 20)
      var left = bytes
      while left > 0, send(client, block) { left -= block.count }
    default: relay(client, head, fault)
    }
  }

  /// Lets the engine do it, and harms what comes back.
  private func relay(_ client: Int32, _ head: String, _ fault: Fault?) {
    guard let answer = ask(head), let end = answer.range(of: Data("\r\n\r\n".utf8)) else { return }
    let (front, body) = (answer[..<end.lowerBound], answer[end.upperBound...])
    func with(_ body: Data, length: Int? = nil) -> Data {
      let lines = String(decoding: front, as: UTF8.self).split(separator: "\r\n").filter {
        !["content-length", "transfer-encoding", "connection"].contains($0.split(separator: ":")[0].lowercased())
      }
      let noBody = lines[0].contains(" 204 ") || lines[0].contains(" 304 ")
      let sizes = noBody ? [] : ["Content-Length: \(length ?? body.count)"]
      return Data((lines.map(String.init) + sizes + ["Connection: close", "", ""]).joined(separator: "\r\n").utf8)
        + body
    }
    switch fault {
    case .cutAfter: return
    case .killAfter: killPeer(of: client)
    case .answerAfter(let status, let body): send(client, reply(status, body))
    case .cutInHead: send(client, front.prefix(front.count / 2))
    case .cutInBody: send(client, with(body.prefix(body.count / 2), length: max(body.count, 2)))
    case .halfChunk: send(client, Data("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n[{".utf8))
    case .longLength:
      send(client, with(body, length: body.count + 100))
      // Whoever believes the head waits for what never comes; a new request never comes here.
      _ = readHead(client)
    case .late(let pause), .delay(let pause):
      Thread.sleep(forTimeInterval: pause / .seconds(1))
      send(client, with(body))
    case .body(let text): send(client, with(Data(text.utf8)))
    case .truncated: send(client, with(body.prefix(body.count / 2)))
    default: send(client, with(body))
    }
  }

  /// Kills the process at the other end, unless that is the test itself.
  private func killPeer(of client: Int32) {
    // `struct ucred`, which is not imported: process, user, group.
    var peer: [Int32] = [0, 0, 0]
    var size = socklen_t(3 * MemoryLayout<Int32>.size)
    guard getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0, peer[0] > 1, peer[0] != getpid() else {
      return
    }
    kill(peer[0], SIGKILL)
  }

  private func reply(_ status: Int, _ body: String) -> Data {
    Data(
      """
      HTTP/1.1 \(status) Fault\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\
      Connection: close\r\n\r\n\(body)
      """.utf8)
  }

  /// The engine's whole answer. HTTP/1.0, so that it ends with the connection and comes in one piece.
  private func ask(_ head: String) -> Data? {
    let engine = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard engine >= 0 else { return nil }
    defer { close(engine) }
    guard withAddress(upstream, { connect(engine, $0, $1) }) == 0 else { return nil }
    send(engine, Data(head.replacing(" HTTP/1.1\r\n", with: " HTTP/1.0\r\n").utf8))
    var answer = Data()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(engine, &buffer, buffer.count, 0), count > 0 {
      answer.append(contentsOf: buffer[..<count])
    }
    return answer
  }

  private func readHead(_ descriptor: Int32) -> String? {
    var head = Data()
    var byte: UInt8 = 0
    while recv(descriptor, &byte, 1, 0) == 1 {
      head.append(byte)
      if byte == UInt8(ascii: "\n"), head.suffix(4) == Data("\r\n\r\n".utf8) {
        return String(decoding: head, as: UTF8.self)
      }
    }
    return nil
  }

  @discardableResult
  private func send(_ descriptor: Int32, _ data: Data) -> Bool {
    var rest = Array(data)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

private func withAddress<Value>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
  return withUnsafePointer(to: address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
  }
}
