import Foundation
import Testing

@testable import EngineClient

@Suite struct QuadletUnitsTests {
  /// As the generators of Podman 5.4 and 5.8 write them.
  private static let unit = """
    [X-Container]
    Volume=notes:/d
    [Service]
    Environment=PODMAN_SYSTEMD_UNIT=%n
    ExecStartPre=-/usr/bin/podman volume create --ignore pgdata
    ExecStart=/usr/bin/podman run --name systemd-%N --replace --rm --network appnet:ip=10.0.0.2 -v plain:/d:Z -d image:1
    ExecReload=/bin/kill stray
    """

  @Test(arguments: [
    ("pgdata", true), ("plain", true), ("appnet", true), ("systemd-anything", true), ("notes", false), ("stray", false),
    ("plai", false), ("", false),
  ])
  func `a unit names its volumes and networks in the commands of Podman`(name: String, isNamed: Bool) throws {
    let folder = URL.temporaryDirectory.appending(path: "units-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.unit.write(to: folder.appending(path: "web.service"), atomically: true, encoding: .utf8)
    try "ExecStart=/usr/bin/podman volume create plai".write(
      to: folder.appending(path: "web.service.bak"), atomically: true, encoding: .utf8)
    #expect(QuadletUnits(["/nowhere", folder.path]).name(name) == isNamed)
  }

  @Test func `without units only names tell`() {
    #expect(QuadletUnits(["/nowhere"]).name("systemd-x"))
    #expect(!QuadletUnits([]).name("pgdata"))
  }
}
