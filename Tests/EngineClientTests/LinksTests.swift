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
      var links = Links(mounts: "36 35 98:0 / \(folder) rw,noatime master:1 - \(kind) server:/x rw\nodd line\n")
      #expect(links.follow("\(folder)/link") == place, "\(kind)")
    }
  }
}
