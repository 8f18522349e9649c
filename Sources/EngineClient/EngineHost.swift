/// Where an engine listens.
package enum EngineHost: Hashable, Sendable {
  case unix(path: String)
  case tcp(host: String, port: Int)
  case ssh(SSHRemote)

  /// Reads `unix:///PATH`, `tcp://HOST:PORT` or `ssh://USER@HOST:PORT/PATH`, IPv6 addresses in brackets; user, port and
  /// ssh's path may be left out.
  package init(_ text: String) throws(EngineHostError) {
    let parts = text.firstRange(of: "://").map { (String(text[..<$0.lowerBound]), String(text[$0.upperBound...])) }
    guard let (scheme, rest) = parts else { throw .noScheme(text) }
    switch scheme {
    case "unix":
      guard rest.hasPrefix("/"), rest.count > 1 else { throw .noPath(text) }
      // What the kernel's socket address holds, with the zero at its end.
      guard rest.utf8.count < 108 else { throw .pathTooLong(text) }
      self = .unix(path: rest)
    case "tcp":
      let (host, port) = try Self.place(rest.hasSuffix("/") ? rest.dropLast() : rest[...], text)
      guard !host.contains("/"), !host.contains("@") else { throw .noHost(text) }
      self = .tcp(host: host, port: port ?? 2375)
    case "ssh": self = .ssh(try SSHRemote(rest, in: text))
    default: throw .unsupportedScheme(scheme)
    }
  }

  /// Reads `HOST` or `HOST:PORT`.
  static func place(_ authority: Substring, _ text: String) throws(EngineHostError) -> (host: String, port: Int?) {
    var rest = authority
    let host: Substring
    if rest.hasPrefix("[") {
      guard let end = rest.firstIndex(of: "]") else { throw .noHost(text) }
      host = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
    } else {
      host = rest.prefix { $0 != ":" }
      rest = rest.dropFirst(host.count)
    }
    guard !host.isEmpty else { throw .noHost(text) }
    guard !rest.isEmpty else { return (String(host), nil) }
    guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else { throw .badPort(text) }
    return (String(host), Int(port))
  }
}

extension EngineHost: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unix(let path): "unix://\(path)"
    case .tcp(let host, let port): host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
    case .ssh(let remote): remote.description
    }
  }
}

/// Why a text names no engine; each case carries the text, `unsupportedScheme` the scheme.
package enum EngineHostError: Error, Hashable, Sendable {
  case noScheme(String)
  case unsupportedScheme(String)
  case noPath(String)
  case pathTooLong(String)
  case noHost(String)
  case badPort(String)
  /// A user, for ssh, of other characters than janitor gives to ssh.
  case badUser(String)
  /// The same of the socket over there.
  case badSocket(String)
  /// There is a password in it, so the text is not repeated.
  case password
}
