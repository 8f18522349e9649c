/// How an engine is talked to.
package struct EngineOptions: Sendable {
  /// `nil`: plain.
  package var tls: EngineTLS?
  /// Of one request, head and body.
  package var timeout: Duration = .seconds(30)
  /// Of a removal, which waits for disks.
  package var removalTimeout: Duration = .seconds(120)
  /// Requests that are out at the same time. While the disk is idle more than eight only wait for each other in the
  /// engine; while it is busy each removal waits for the disk, and so many are faster. Over ssh there are eight.
  package var connections = 16
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
