package import Policies

extension Wording {
  /// `Docker 20.10.24 at unix:///var/run/docker.sock`
  package static func engine(_ kind: EngineKind, _ version: String, at host: String) -> String {
    "\(name(kind)) \(Format.safe(version)) at \(Format.safe(host))"
  }

  package static func name(_ kind: EngineKind) -> String {
    switch kind {
    case .docker: "Docker"
    case .podman: "Podman"
    }
  }

  /// What went wrong with an engine, and what to do about it.
  package static func engine(_ error: EngineError) -> String {
    switch error {
    case .unreachable(let host, let reason): "no engine answers at \(host): \(unreachable(reason))"
    case .timedOut(let request, let limit):
      "the engine did not answer \(request) within \(Format.duration(limit)); it may hang"
    case .disconnected(let request, nil): "the engine closed the connection in the middle of \(request)"
    case .disconnected(let request, let failure?): "the connection broke in the middle of \(request): \(ssh(failure))"
    case .refused(let request, let status, let message): "the engine refused \(request) (\(status)): \(message)"
    case .undecodable(let request, let detail): "the engine's answer to \(request) makes no sense: \(detail)"
    case .tooLarge(let request, let limit):
      "the engine's answer to \(request) is larger than \(Format.bytes(Int64(limit)))"
    case .incompatible(let minimum, let maximum):
      """
      the engine speaks API \(minimum.map { "\($0) to " } ?? "up to ")\(maximum), and janitor 1.41 to 1.51
      """
    }
  }

  package static func unreachable(_ reason: EngineError.Unreachable) -> String {
    switch reason {
    case .absent: "there is no such socket; is the engine running?"
    case .refused: "the connection was refused; is the engine running?"
    case .notPermitted(isRoot: true): "permission denied, even to root; does a sandbox withhold it?"
    case .notPermitted(isRoot: false): "permission denied; run as root or join the group of the socket"
    case .unresolved: "the host name does not resolve"
    case .tls(let detail): "TLS failed: \(detail)"
    case .ssh(let failure): "\(ssh(failure)); \(remedy(failure))"
    case .other(let detail): detail
    }
  }

  /// What went wrong with the ssh that carried a connection.
  package static func ssh(_ failure: SSHFailure) -> String {
    switch failure {
    case .notStarted(let reason): "ssh cannot be started: \(reason)"
    case .ended(SSHFailure.itself, let words): "ssh failed: \(said(words))"
    case .ended(SSHFailure.noSuchCommand, let words): "neither docker nor podman is there over ssh: \(said(words))"
    case .ended(let status, let words): "the command over ssh ended with status \(status): \(said(words))"
    }
  }

  package static func remedy(_ failure: SSHFailure) -> String {
    switch failure {
    case .notStarted: "is openssh-client installed?"
    case .ended(SSHFailure.itself, _):
      """
      as the same user, `ssh -o BatchMode=yes` has to reach that host without a question: \
      see to its key (or an ssh-agent) and to known_hosts
      """
    case .ended(SSHFailure.noSuchCommand, _): "one of them has to be in the PATH of a command that ssh runs there"
    case .ended: "is the engine running there, and may that user speak to it?"
    }
  }

  private static func said(_ words: String) -> String { words.isEmpty ? "it did not say why" : words }
}
