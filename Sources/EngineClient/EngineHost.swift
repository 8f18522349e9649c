/// Where an engine listens.
package enum EngineHost: Hashable, Sendable {
  case unix(path: String)
  case tcp(host: String, port: Int)

  /// Reads `unix:///PATH` or `tcp://HOST:PORT`, IPv6 addresses in brackets; the port may be left out.
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
      self = try Self.tcp(rest, text)
    default: throw .unsupportedScheme(scheme)
    }
  }

  private static func tcp(_ authority: String, _ text: String) throws(EngineHostError) -> EngineHost {
    var rest = authority[...]
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    let host: Substring
    if rest.hasPrefix("[") {
      guard let end = rest.firstIndex(of: "]") else { throw .noHost(text) }
      host = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
    } else {
      host = rest.prefix { $0 != ":" }
      rest = rest.dropFirst(host.count)
    }
    guard !host.isEmpty, !host.contains("/"), !host.contains("@") else { throw .noHost(text) }
    guard !rest.isEmpty else { return .tcp(host: String(host), port: 2375) }
    guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else { throw .badPort(text) }
    return .tcp(host: String(host), port: Int(port))
  }
}

extension EngineHost: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unix(let path): "unix://\(path)"
    case .tcp(let host, let port): host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
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
}
