package import EngineClient
package import Policies

/// What `doctor` asks an engine: who it is, what it says of itself, and how full its disk is.
package struct EngineHealth: Sendable {
  package let identity: EngineIdentity
  package let information: EngineInformation
  /// `nil` where the disk cannot be seen from here.
  package let disk: DiskState?

  package init(of engine: Engine) async throws(EngineError) {
    identity = engine.identity
    information = try await engine.information()
    disk = DiskState(of: information, at: identity.host)
  }
}
