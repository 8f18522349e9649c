import Foundation

/// An engine that tests can run on, named for where it comes from; which version that is, it says itself.
package enum EngineUnderTest: String, CaseIterable, Sendable, CustomStringConvertible {
  /// The machine's own; Debian 12 has Docker 20.10 and Podman 4.3.
  case docker, podman
  /// Those of a newer Debian, in a root that `scripts/engine-root.sh` builds.
  case dockerTrixie = "docker-trixie"
  case dockerSid = "docker-sid"
  /// With images in containerd's store, as Docker 29 has them where it is installed anew.
  case dockerSidContainerd = "docker-sid-containerd"
  case podmanTrixie = "podman-trixie"
  case podmanSid = "podman-sid"

  package var description: String { rawValue }

  package var isPodman: Bool { [.podman, .podmanTrixie, .podmanSid].contains(self) }

  /// Whether Podman's generator of systemd units is there.
  package var hasQuadlet: Bool { [.podmanTrixie, .podmanSid].contains(self) }

  package var hasContainerdStore: Bool { self == .dockerSidContainerd }

  /// The Debian suite that it comes from; `nil` for the machine's own.
  var suite: String? {
    switch self {
    case .docker, .podman: nil
    case .dockerTrixie, .podmanTrixie: "trixie"
    case .dockerSid, .dockerSidContainerd, .podmanSid: "sid"
    }
  }

  /// The folder that is its root file system; `nil` for the machine's own.
  var root: String? {
    suite.map { "\(ProcessInfo.processInfo.environment["JANITOR_ENGINES"] ?? "/var/cache/janitor-engines")/\($0)" }
  }

  /// The engines to test: those that JANITOR_TEST_ENGINES names, with commas between, or `all`; else the machine's own.
  package static let chosen: [EngineUnderTest] = {
    guard let names = ProcessInfo.processInfo.environment["JANITOR_TEST_ENGINES"] else { return [.docker, .podman] }
    if names == "all" { return allCases }
    return names.split(separator: ",").map { name in
      // A slip of the pen must not pass for engines on which all went well.
      guard let engine = Self(rawValue: String(name)) else { fatalError("JANITOR_TEST_ENGINES: no engine '\(name)'") }
      return engine
    }
  }()

  package static let dockers = chosen.filter { !$0.isPodman }
  package static let podmans = chosen.filter(\.isPodman)
}
