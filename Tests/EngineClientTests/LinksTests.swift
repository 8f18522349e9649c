import Foundation
import Testing

@testable import EngineClient

@Suite struct LinksTests {
  @Test func `links are followed, and what is no link or is not there stays as it is`() throws {
    let folder = "/tmp/links-\(UUID().uuidString)"
    let files = FileManager.default
    try files.createDirectory(atPath: "\(folder)/real/sub", withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: folder) }
    try files.createSymbolicLink(atPath: "\(folder)/absolute", withDestinationPath: "\(folder)/real")
    try files.createSymbolicLink(atPath: "\(folder)/relative", withDestinationPath: "./real/../real")
    try files.createSymbolicLink(atPath: "\(folder)/twice", withDestinationPath: "absolute/sub")
    try files.createSymbolicLink(atPath: "\(folder)/loop", withDestinationPath: "loop")
    var links = Links()
    for name in ["absolute", "relative", "real", "absolute/", "real/sub/..", "./absolute"] {
      #expect(links.follow("\(folder)/\(name)") == "\(folder)/real", "\(name)")
    }
    #expect(links.follow("\(folder)/twice") == "\(folder)/real/sub")
    #expect(links.follow("\(folder)/twice/none/x") == "\(folder)/real/sub/none/x")
    #expect(links.follow("\(folder)/loop").hasPrefix(folder))
    #expect(links.follow("no/path") == "no/path" && links.follow("/") == "" && links.follow("") == "")
  }

  @Test func `nothing is looked at where another host answers`() throws {
    let folder = "/tmp/links-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "/srv")
    for (kind, place) in [("nfs4", "\(folder)/link"), ("fuse.sshfs", "\(folder)/link"), ("ext4", "/srv")] {
      var links = Links(MountTable("36 35 98:0 / \(folder) rw,noatime master:1 - \(kind) server:/x rw\nodd line\n"))
      #expect(links.follow("\(folder)/link") == place, "\(kind)")
    }
  }

  @Test(arguments: [
    ("/srv", "/var/lib/docker/volumes/v/_data"), ("/srv/sub", "/var/lib/docker/volumes/v/_data/sub"),
    ("/srv2", "/srv2"), ("/mnt/my data/x", "/big/x"), ("/mnt/top", "/mnt/top"), ("/other/sub", "/other/sub"), ("", ""),
  ])
  func `a bind mount shows a folder that has another name`(path: String, original: String) {
    let mounts = MountTable(
      """
      22 1 254:1 / / rw - ext4 /dev/vda rw
      23 22 254:2 / /big rw - ext4 /dev/vdb rw
      24 22 254:1 /var/lib/docker/volumes/v/_data /srv rw - ext4 /dev/vda rw
      25 22 254:2 / /mnt/my\\040data rw - ext4 /dev/vdb rw
      26 22 254:1 /sub /mnt/top rw - ext4 /dev/vda rw
      27 22 0:50 / /mnt/top rw - tmpfs tmpfs rw
      28 22 254:3 /sub /other/sub rw - ext4 /dev/vdc rw
      """)
    #expect(mounts.original(of: path) == original)
  }
}
