import NIOHTTP1
import Policies

extension Engine {
  /// What janitor speaks: below, facts are missing that it decides on; above, answers have another shape.
  static let oldest = APIVersion(major: 1, minor: 41)
  static let newest = APIVersion(major: 1, minor: 51)

  /// `GET /_ping`, and `GET /version` where the engine is newer than janitor and may have dropped its version.
  static func negotiate(_ transport: Transport) async throws(EngineError) -> EngineIdentity {
    let ping = try await transport.greet()
    guard ping.status == 200 else { throw ping.refusal }
    guard let maximum = ping.headers.first(name: "Api-Version").flatMap(APIVersion.init) else {
      throw .undecodable(request: ping.request, detail: "it names no API version")
    }
    guard maximum >= oldest else { throw .incompatible(engineMinimum: nil, engineMaximum: maximum.description) }
    if maximum > newest {
      struct Version: Decodable { var MinAPIVersion: String? }
      let answer = try await transport.call(.GET, "/version")
      guard answer.status == 200 else { throw answer.refusal }
      let minimum = try answer.decode(Version.self).MinAPIVersion
      if let minimum, let least = APIVersion(minimum), least > newest {
        throw .incompatible(engineMinimum: minimum, engineMaximum: maximum.description)
      }
    }
    let libpod = ping.headers.first(name: "Libpod-Api-Version")
    // "Docker/28.5.2 (linux)", "Libpod/4.3.1 (linux)"
    let server = ping.headers.first(name: "Server") ?? ""
    let named = server.split(separator: " ").first?.split(separator: "/").dropFirst().first.map(String.init)
    return EngineIdentity(
      kind: libpod == nil ? .docker : .podman, version: libpod ?? named ?? "unknown",
      apiVersion: min(maximum, newest).description, host: transport.host)
  }
}

/// `1.41`
struct APIVersion: Comparable, CustomStringConvertible {
  var major: Int
  var minor: Int

  init(major: Int, minor: Int) {
    self.major = major
    self.minor = minor
  }
  init?(_ text: String) {
    let parts = text.split(separator: ".").map { Int($0) }
    guard parts.count == 2, let major = parts[0], let minor = parts[1] else { return nil }
    self.init(major: major, minor: minor)
  }
  var description: String { "\(major).\(minor)" }
  static func < (a: Self, b: Self) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
}
