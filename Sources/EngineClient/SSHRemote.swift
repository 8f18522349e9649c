/// An engine on another host, reached by the system's ssh.
package struct SSHRemote: Hashable, Sendable {
  /// Where `nil`, ssh's own configuration says; so for `port`.
  package let user: String?
  /// A name, an address, or a `Host` of ssh's own configuration.
  package let host: String
  package let port: Int?
  /// The engine's socket over there; where `nil`, the client over there knows.
  package let socket: String?

  /// Reads what follows `ssh://`; `text` is the whole, for errors.
  ///
  /// ssh puts users and hosts into commands of its own (`ProxyCommand`), and the socket goes through a shell over there.
  /// So each is made of characters that no shell reads anything into, and none of them can be taken for an option.
  init(_ rest: String, in text: String) throws(EngineHostError) {
    let authority = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(authority.count)
    let user = authority.lastIndex(of: "@").map { authority[..<$0] }
    if let user {
      if user.contains(":") { throw .password }
      guard Self.isPlain(user, and: "._-+@"), !user.hasPrefix("-") else { throw .badUser(text) }
    }
    (host, port) = try EngineHost.place(authority.dropFirst(user.map { $0.count + 1 } ?? 0), text)
    guard Self.isPlain(host[...], and: host.contains(":") ? ".:%-_" : ".-_"), !host.hasPrefix("-") else {
      throw .noHost(text)
    }
    guard path.isEmpty || Self.isPlain(path, and: "/._-+@:,=") else { throw .badSocket(text) }
    guard path.utf8.count < 108 else { throw .pathTooLong(text) }
    self.user = user.map(String.init)
    socket = path.allSatisfy { $0 == "/" } ? nil : String(path)
  }

  private static func isPlain(_ text: Substring, and others: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || others.contains($0) }
  }
}

extension SSHRemote: CustomStringConvertible {
  package var description: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "ssh://" + (user.map { "\($0)@" } ?? "") + name + (port.map { ":\($0)" } ?? "") + (socket ?? "")
  }
}

/// The command-line clients that can join their standard input and output to their engine.
enum RemoteClient: CaseIterable {
  /// As Docker's own client asks for it, word for word: some hosts allow nothing else.
  case docker
  case podman

  func command(_ socket: String?) -> [String] {
    switch self {
    case .docker: ["docker"] + (socket.map { ["--host=unix://\($0)"] } ?? []) + ["system", "dial-stdio"]
    case .podman: ["podman"] + (socket.map { ["--url=unix://\($0)"] } ?? []) + ["system", "dial-stdio"]
    }
  }
}

extension SSHRemote {
  /// What ssh is given.
  ///
  /// It never asks anything, at a terminal either: there would be one question for each connection, and a timer has
  /// nobody to answer. It forwards nothing, and gives up on connecting before the request does that waits for it.
  func arguments(_ client: RemoteClient, within limit: Duration) -> [String] {
    let patience = max(1, min(30, limit.components.seconds / 2))
    return [
      "-o", "BatchMode=yes", "-o", "ConnectTimeout=\(patience)", "-o", "ClearAllForwardings=yes", "-a", "-x", "-T",
    ]
      + (user.map { ["-l", $0] } ?? []) + (port.map { ["-p", "\($0)"] } ?? []) + ["--", host] + client.command(socket)
  }
}
