/// A failure between janitor and an engine: thrown by `EngineClient`, and part of the outcome of a step that met it.
package enum EngineError: Error, Hashable, Sendable {
  /// With the address that was tried.
  case unreachable(String, reason: Unreachable)
  /// Nothing is known of whether the request was carried out.
  case timedOut(request: String, after: Duration)
  /// The connection ended before a whole answer came; `ssh` is what ended it, where it was carried by one that failed.
  case disconnected(request: String, ssh: SSHFailure? = nil)
  /// Any status but success; `message` is the engine's own, capped.
  case refused(request: String, status: Int, message: String)
  case undecodable(request: String, detail: String)
  case tooLarge(request: String, limit: Int)
  /// The engine speaks no version that janitor speaks.
  case incompatible(engineMinimum: String?, engineMaximum: String)

  package enum Unreachable: Hashable, Sendable {
    /// No such socket.
    case absent
    case refused
    case notPermitted(isRoot: Bool)
    /// The host name has no address.
    case unresolved
    case tls(String)
    case ssh(SSHFailure)
    case other(String)
  }

  /// The HTTP status, where the engine answered with one.
  package var status: Int? {
    if case .refused(_, let status, _) = self { status } else { nil }
  }
}
