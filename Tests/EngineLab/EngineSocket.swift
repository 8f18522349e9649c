package import Foundation
import Glibc

/// What the engine said to one request.
package struct Reply: Sendable {
  package let status: Int
  package let body: Data
}

extension Lab {
  /// Sends one request with something to be encoded as its body.
  package func request(_ method: String, _ path: String, json body: some Encodable & Sendable) async throws -> Reply {
    try await request(method, path, body: String(decoding: try JSONEncoder().encode(body), as: UTF8.self))
  }

  /// Sends one request to the engine, by a connection of its own.
  ///
  /// HTTP/1.0, so that the reply comes in one piece and ends with the connection. A path without a version means 1.41;
  /// a body is JSON.
  package func request(_ method: String, _ path: String, body: String? = nil) async throws -> Reply {
    let target = path == "/_ping" || path.hasPrefix("/v1.") ? path : "/v1.41\(path)"
    let socket = socket
    return try await onThread {
      let content = body.map { "Content-Type: application/json\r\nContent-Length: \($0.utf8.count)\r\n\r\n\($0)" }
      return try exchange("\(method) \(target) HTTP/1.0\r\nHost: lab\r\n\(content ?? "\r\n")", with: socket)
    }
  }

  /// The JSON that a GET answers with.
  func json(_ path: String) async throws -> Any {
    let reply = try await request("GET", path)
    guard reply.status == 200 else {
      throw LabError.refused(path, status: reply.status, body: String(decoding: reply.body, as: UTF8.self))
    }
    return try JSONSerialization.jsonObject(with: reply.body)
  }
}

/// Writes the request, reads until the engine closes the connection; gives up after a minute of silence.
private func exchange(_ request: String, with path: String) throws -> Reply {
  let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  guard descriptor >= 0 else { throw POSIXError(.EMFILE) }
  defer { close(descriptor) }
  var patience = timeval(tv_sec: 60, tv_usec: 0)
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))

  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
  let connected = withUnsafePointer(to: address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  guard connected == 0, send(descriptor, request, request.utf8.count, Int32(MSG_NOSIGNAL)) > 0 else {
    throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
  }

  var bytes = Data()
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = recv(descriptor, &buffer, buffer.count, 0), count != 0 {
    guard count > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    bytes.append(contentsOf: buffer[..<count])
  }
  guard
    let end = bytes.range(of: Data("\r\n\r\n".utf8)),
    let status = Int(String(decoding: bytes.dropFirst(9).prefix(3), as: UTF8.self))
  else { throw LabError.badReply(String(decoding: bytes, as: UTF8.self)) }
  return Reply(status: status, body: bytes[end.upperBound...])
}
