import Foundation
import Policies
import Testing

@testable import EngineClient

/// What a container's log takes, by the files that engines keep.
@Suite struct ContainerLogTests {
  private static let id = String(repeating: "0123456789abcdef", count: 4)

  private func size(
    driver: String, files: [String: Int] = [:], links: [String] = [], logPath: String? = nil, started: Bool = true,
    seesFiles: Bool = true
  ) throws -> ByteCount? {
    let store = FileManager.default.temporaryDirectory.appending(path: "logs-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: store) }
    let folder = "\(store)/\(Self.id)"
    try FileManager.default.createDirectory(atPath: "\(folder)/local-logs", withIntermediateDirectories: true)
    for name in links {
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: "/bin/busybox")
    }
    for (name, size) in files { try Data(count: size).write(to: URL(filePath: "\(folder)/\(name)")) }
    let json = """
      {"Id": "\(Self.id)", "LogPath": "\(logPath.map { "\(folder)/\($0)" } ?? "")",
       "HostnamePath": "\(started ? "\(folder)/hostname" : "")", "HostConfig": {"LogConfig": {"Type": "\(driver)"}}}
      """
    let wire = try JSONDecoder().decode(ContainerInspectionWire.self, from: Data(json.utf8))
    return ContainerLog(wire).size(seesFiles: seesFiles)
  }

  private static let json = "\(id)-json.log"

  @Test func `json-file counts with what was rotated, compressed or not`() throws {
    let files = [
      Self.json: 100, "\(Self.json).1": 20, "\(Self.json).2.gz": 3, "\(Self.json).7": 4000, "config.v2.json": 9,
      "\(Self.json)-not": 50_000,
    ]
    #expect(try size(driver: "json-file", files: files, logPath: Self.json) == ByteCount(4123))
  }

  @Test func `what is no file, as a link to one, is not its log`() throws {
    #expect(try size(driver: "json-file", files: [Self.json: 5], links: ["\(Self.json).1"]) == ByteCount(5))
  }

  @Test func `local keeps its parts in a folder of their own, and no path tells of it`() throws {
    let files = ["local-logs/container.log": 10, "local-logs/container.log.1.gz": 5, "hostname": 13]
    #expect(try size(driver: "local", files: files) == ByteCount(15))
  }

  @Test(arguments: ["syslog", "fluentd", "gelf", "splunk"])
  func `what is sent away leaves a copy`(driver: String) throws {
    #expect(try size(driver: driver, files: ["container-cached.log": 7, "container-cached.log.1": 2]) == ByteCount(9))
    #expect(try size(driver: driver) == .zero)
  }

  @Test func `Podman's log bears no ID in its name`() throws {
    #expect(try size(driver: "k8s-file", files: ["ctr.log": 8, "ctr.log.1": 1], logPath: "ctr.log") == ByteCount(9))
  }

  @Test(arguments: ["none", "journald", "passthrough"])
  func `a driver that writes no file has no bytes, seen or not`(driver: String) throws {
    #expect(try size(driver: driver) == .zero)
    #expect(try size(driver: driver, seesFiles: false) == .zero)
  }

  @Test func `a log that cannot be seen is not an empty one`() throws {
    #expect(try size(driver: "json-file", files: [Self.json: 5], logPath: Self.json, seesFiles: false) == nil)
    #expect(try size(driver: "syslog", seesFiles: false) == nil)
    // The engine is on this host, and its files are in another root.
    let json =
      #"{"Id": "\#(Self.id)", "LogPath": "/nowhere/\#(Self.id)/x.log", "HostConfig": {"LogConfig": {"Type": "local"}}}"#
    let wire = try JSONDecoder().decode(ContainerInspectionWire.self, from: Data(json.utf8))
    #expect(ContainerLog(wire).size(seesFiles: true) == nil)
  }

  @Test func `what never started has no log`() throws {
    #expect(try size(driver: "json-file", started: false, seesFiles: false) == .zero)
  }

  @Test func `a file of another's tells nothing`() throws {
    let store = FileManager.default.temporaryDirectory.appending(path: "logs-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: store) }
    try FileManager.default.createDirectory(atPath: "\(store)/\(Self.id)", withIntermediateDirectories: true)
    func size(_ path: String) throws -> ByteCount? {
      let json = #"{"Id": "\#(Self.id)", "LogPath": "\#(path)"}"#
      let wire = try JSONDecoder().decode(ContainerInspectionWire.self, from: Data(json.utf8))
      return ContainerLog(wire).size(seesFiles: true)
    }
    #expect(try size("\(store)/\(Self.id)/x.log") == .zero)
    let relative = String(repeating: "../", count: 30) + store.dropFirst()
    for path in ["/etc/passwd", "\(store)/\(Self.id)", "\(relative)/\(Self.id)/x.log", "\(store)/\(Self.id)-x/x.log"] {
      #expect(try size(path) == nil, "\(path)")
    }
  }
}
