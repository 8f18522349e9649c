import Foundation

/// A Unix socket that answers whatever it is asked with prepared bytes: for faults that no engine shows on demand.
final class StubEngine: Sendable {
  let path: String
  private let listener: Int32

  /// - Parameter answer: the whole response, head and body, for the first line of a request; the connection ends after it.
  init(_ answer: @escaping @Sendable (String) -> String?) throws {
    path = "/tmp/stub-\(UUID().uuidString.prefix(8)).sock"
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = path
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
    Thread.detachNewThread { [listener] in
      while case let connection = accept(listener, nil, nil), connection >= 0 {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &buffer, buffer.count, 0)
        let line = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).prefix { $0 != "\r\n" }
        if let text = answer(String(line)) {
          var bytes = Array(text.utf8)[...]
          while !bytes.isEmpty {
            let sent = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { break }
            bytes = bytes.dropFirst(sent)
          }
        }
        shutdown(connection, Int32(SHUT_WR))
        close(connection)
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    unlink(path)
  }

  static func response(
    _ status: Int = 200, _ body: String, headers: String = "Api-Version: 1.41\r\nServer: Docker/99 (linux)\r\n",
    length: Int? = nil
  ) -> String {
    "HTTP/1.1 \(status) X\r\n\(headers)Content-Length: \(length ?? body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
  }

  /// Answers the ping as an engine does, and all else with `other`.
  static func pinging(_ other: @escaping @Sendable (String) -> String?) throws -> StubEngine {
    try StubEngine { $0.contains("/_ping") ? response(200, "OK") : other($0) }
  }
}
