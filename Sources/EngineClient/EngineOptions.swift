/// How an engine is talked to.
package struct EngineOptions: Sendable {
  /// `nil`: plain.
  package var tls: EngineTLS?
  /// Of one request, head and body.
  package var timeout: Duration = .seconds(30)
  /// Of a removal, which waits for disks.
  package var removalTimeout: Duration = .seconds(120)
  /// More than eight only wait for each other in the engine.
  package var connections = 8
  /// Of a body, in bytes.
  package var responseLimit = 256 << 20
  /// Gets one line for each request.
  package var trace: (@Sendable (String) -> Void)?
  package init() {}
}

/// Certificates for TLS with client authentication, as paths of PEM files.
package struct EngineTLS: Hashable, Sendable {
  /// The system's authorities where `nil`.
  package var certificateAuthority: String?
  package var certificate: String?
  package var key: String?
  /// Whether the engine has to prove who it is.
  package var verify: Bool

  package init(certificateAuthority: String?, certificate: String?, key: String?, verify: Bool = true) {
    self.certificateAuthority = certificateAuthority
    self.certificate = certificate
    self.key = key
    self.verify = verify
  }

  /// As Docker lays them out in a folder: `ca.pem`, `cert.pem`, `key.pem`.
  package init(directory: String) {
    self.init(
      certificateAuthority: "\(directory)/ca.pem", certificate: "\(directory)/cert.pem", key: "\(directory)/key.pem")
  }
}
