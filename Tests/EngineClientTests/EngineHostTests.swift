import Testing

@testable import EngineClient

@Suite struct EngineHostTests {
  @Test(arguments: [
    ("unix:///var/run/docker.sock", EngineHost.unix(path: "/var/run/docker.sock")),
    ("tcp://ci-1", .tcp(host: "ci-1", port: 2375)), ("tcp://ci-1:2376/", .tcp(host: "ci-1", port: 2376)),
    ("tcp://[::1]:2376", .tcp(host: "::1", port: 2376)),
  ])
  func `hosts are read`(text: String, host: EngineHost) throws {
    #expect(try EngineHost(text) == host)
    #expect(try EngineHost(host.description) == host)
  }

  @Test(arguments: [
    ("/var/run/docker.sock", EngineHostError.noScheme("/var/run/docker.sock")),
    ("npipe://x", .unsupportedScheme("npipe")),
    ("unix://", .noPath("unix://")), ("unix://relative", .noPath("unix://relative")),
    ("tcp://", .noHost("tcp://")), ("tcp://host:0", .badPort("tcp://host:0")),
    ("tcp://host:99999", .badPort("tcp://host:99999")), ("tcp://user@host:1", .noHost("tcp://user@host:1")),
  ])
  func `what is no host is refused with its reason`(text: String, error: EngineHostError) {
    #expect(throws: error) { try EngineHost(text) }
  }

  @Test func `a socket's path has to fit its address`() {
    let path = "unix:///" + String(repeating: "x", count: 108)
    #expect(throws: EngineHostError.pathTooLong(path)) { try EngineHost(path) }
  }
}
