package import Policies

/// What janitor.conf and its drop-ins say, with the defaults of what they leave out.
package struct Configuration: Hashable, Sendable {
  package var engine: EngineSettings
  package var history: HistorySettings
  package var protection: Protection
  package var brake: Brake
  /// In the order of the files and of their place in them.
  package var policies: [Policy]
  /// The files that were read, in order.
  package var sources: [String]
  /// What is no mistake and may mean otherwise than it seems.
  package var warnings: [Diagnostic] = []

  package init(
    engine: EngineSettings = EngineSettings(), history: HistorySettings = HistorySettings(),
    protection: Protection = Protection(), brake: Brake = Brake(), policies: [Policy] = [], sources: [String] = []
  ) {
    self.engine = engine
    self.history = history
    self.protection = protection
    self.brake = brake
    self.policies = policies
    self.sources = sources
  }
}

/// How the engine is reached (`[engine]`).
package struct EngineSettings: Hashable, Sendable {
  /// `unix://`, `tcp://` or `ssh://`; the engine is looked for where `nil`.
  package var host: String?
  /// Of one request; more than zero.
  package var timeout: Duration
  package var tls: TLSFiles?

  package init(host: String? = nil, timeout: Duration = .seconds(30), tls: TLSFiles? = nil) {
    self.host = host
    self.timeout = timeout
    self.tls = tls
  }
}

/// The PEM files of a `tcp://` engine (`[engine.tls]`), all by absolute path.
package struct TLSFiles: Hashable, Sendable {
  /// Who signs the engine's certificate; the system's authorities where `nil`.
  package var ca: String?
  /// Is there exactly where `key` is.
  package var cert: String?
  package var key: String?
  /// Whether the engine has to prove who it is.
  package var verify: Bool

  package init(ca: String? = nil, cert: String? = nil, key: String? = nil, verify: Bool = true) {
    self.ca = ca
    self.cert = cert
    self.key = key
    self.verify = verify
  }
}

/// Where the ledger is and how long it remembers (`[history]`).
package struct HistorySettings: Hashable, Sendable {
  /// Absolute; the usual place where `nil`.
  package var path: String?
  /// Runs older than this leave the ledger; none does where `nil`.
  package var keep: Duration?

  package init(path: String? = nil, keep: Duration? = .seconds(400 * 86400)) {
    self.path = path
    self.keep = keep
  }
}
