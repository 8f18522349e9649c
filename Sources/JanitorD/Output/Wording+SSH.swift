import EngineClient
import Glibc

extension Wording {
  /// What went wrong with the ssh that carried a connection.
  static func ssh(_ failure: SSHFailure) -> String {
    switch failure {
    case .notStarted(let code): "ssh cannot be started: \(String(cString: strerror(code)))"
    case .ended(SSHFailure.itself, let words): "ssh failed: \(said(words))"
    case .ended(SSHFailure.noSuchCommand, let words): "neither docker nor podman is there over ssh: \(said(words))"
    case .ended(let status, let words): "the command over ssh ended with status \(status): \(said(words))"
    }
  }

  static func remedy(_ failure: SSHFailure) -> String {
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
