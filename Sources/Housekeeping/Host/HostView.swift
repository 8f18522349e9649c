package import EngineClient
package import Policies

/// What a host holds at one instant, who holds it, and what of it the policies leave.
package struct HostView: Sendable {
  package struct Kind: Sendable {
    package var target: Target
    package var objects: Int
    /// `nil` where the engine did not say.
    package var bytes: ByteCount?
  }
  package struct Holding: Sendable {
    package var holder: Holder
    package var objects: Int
    package var bytes: ByteCount
  }
  package struct KeptObject: Sendable {
    package var target: Target
    package var name: String
    package var bytes: ByteCount
    /// `nil` where no policy selects it.
    package var reason: KeepReason?
    package var situation: Situation?
  }

  package var engine: EngineIdentity
  /// Without those whose list is missing.
  package var kinds: [Kind]
  /// The largest first.
  package var holdings: [Holding]
  /// The largest first.
  package var kept: [KeptObject]
  /// What the next run would do.
  package var plan: Plan
  package var disk: DiskState?
  /// The lists that could not be had.
  package var missing: [Target: EngineError]
  /// Why nobody can tell what objects take.
  package var unmeasured: EngineError?
}
