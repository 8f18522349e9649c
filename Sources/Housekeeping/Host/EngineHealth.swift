package import EngineClient
package import Policies

/// What `doctor` asks an engine: who it is, what it says of itself, and how full its disk is.
package struct EngineHealth: Sendable {
  package let identity: EngineIdentity
  package let information: EngineInformation
  /// `nil` where the disk cannot be seen from here.
  package let disk: DiskState?

  /// Containers whose removal was begun and did not end, as far as the engine says.
  package let halfRemoved: [Container]

  package init(of engine: Engine) async throws(EngineError) {
    identity = engine.identity
    information = try await engine.information()
    disk = DiskState(of: information, at: identity.host)
    halfRemoved = await engine.halfRemovedContainers()
  }
}

extension Engine {
  /// The list may be wrong about them, in both ways; an inspection tells.
  fileprivate func halfRemovedContainers() async -> [Container] {
    let states: [ContainerState] = [.dead, .removing]
    var found: [Container] = []
    for listed in (try? await containers()) ?? [] where states.contains(listed.state) {
      guard let container = try? await container(listed.id, size: false), states.contains(container.state) else {
        continue
      }
      found.append(container)
    }
    return found
  }
}
