import Testing

@testable import EngineClient

@Suite struct SSHRemoteTests {
  private static let options =
    "-o BatchMode=yes -o ConnectTimeout=15 -o ClearAllForwardings=yes -a -x -T"

  @Test(arguments: [
    ("ssh://ci-1", "-- ci-1 docker system dial-stdio"), ("ssh://ci-1/", "-- ci-1 docker system dial-stdio"),
    ("ssh://deploy@ci-1:2222", "-l deploy -p 2222 -- ci-1 docker system dial-stdio"),
    ("ssh://a@b@ci_1.example.com", "-l a@b -- ci_1.example.com docker system dial-stdio"),
    ("ssh://[fe80::1%eth0]:22", "-p 22 -- fe80::1%eth0 docker system dial-stdio"),
    (
      "ssh://ci-1/run/user/1000/docker.sock",
      "-- ci-1 docker --host=unix:///run/user/1000/docker.sock system dial-stdio"
    ),
  ])
  func `hosts are read, and ssh is called as Docker's own client calls it`(text: String, arguments: String) throws {
    let host = try EngineHost(text)
    guard case .ssh(let remote) = host else { return #expect(Bool(false), "\(host)") }
    #expect(remote.arguments(.docker, within: .seconds(30)).joined(separator: " ") == "\(Self.options) \(arguments)")
    #expect(try EngineHost(host.description) == host)
    #expect("\(host.description)/" == text || host.description == text)
  }

  @Test func `Podman's client has another option for the socket`() throws {
    guard case .ssh(let remote) = try EngineHost("ssh://ci-1/run/podman/podman.sock") else {
      return #expect(Bool(false))
    }
    #expect(
      remote.arguments(.podman, within: .seconds(30)).suffix(4)
        == ["podman", "--url=unix:///run/podman/podman.sock", "system", "dial-stdio"])
  }

  @Test(arguments: [(Duration.seconds(1), 1), (.milliseconds(100), 1), (.seconds(9), 4), (.seconds(600), 30)])
  func `ssh gives up before the request does`(limit: Duration, patience: Int) throws {
    guard case .ssh(let remote) = try EngineHost("ssh://ci-1") else { return #expect(Bool(false)) }
    #expect(remote.arguments(.docker, within: limit).contains("ConnectTimeout=\(patience)"))
  }

  /// What a shell, or ssh itself, could read something into.
  @Test(arguments: [
    "ssh://", "ssh:///run/docker.sock", "ssh://-oProxyCommand=id", "ssh://[-oProxyCommand=id]", "ssh://u@-h",
    "ssh://a b", "ssh://a;id", "ssh://a$(id)", "ssh://a`id`", "ssh://a'b", "ssh://a\nb", "ssh://a\u{0}b", "ssh://ä",
    "ssh://a?x=y", "ssh://a#x", "ssh://[::1", "ssh://u@",
  ])
  func `what is no host is refused`(text: String) {
    #expect(throws: EngineHostError.noHost(text)) { try EngineHost(text) }
  }

  @Test(arguments: ["ssh://@h", "ssh://-l@h", "ssh://$(id)@h", "ssh://a b@h", "ssh://a;b@h", "ssh://a%41@h"])
  func `what is no user is refused`(text: String) {
    #expect(throws: EngineHostError.badUser(text)) { try EngineHost(text) }
  }

  @Test(arguments: [
    "ssh://h/a b", "ssh://h/a;id", "ssh://h/$(id)", "ssh://h/`id`", "ssh://h/a'b", "ssh://h/a\"b", "ssh://h/a|b",
    "ssh://h/a&b", "ssh://h/a>b", "ssh://h/a\nid", "ssh://h/~x", "ssh://h/*", "ssh://h/a\\b", "ssh://h/%2e",
    "ssh://h/ä",
  ])
  func `what is no socket is refused`(text: String) {
    #expect(throws: EngineHostError.badSocket(text)) { try EngineHost(text) }
  }

  @Test func `a port has to be one, a socket's path has to fit, and a password is not repeated`() {
    #expect(throws: EngineHostError.badPort("ssh://h:0")) { try EngineHost("ssh://h:0") }
    #expect(throws: EngineHostError.badPort("ssh://h:x")) { try EngineHost("ssh://h:x") }
    let long = "ssh://h/" + String(repeating: "x", count: 107)
    #expect(throws: EngineHostError.pathTooLong(long)) { try EngineHost(long) }
    #expect(throws: EngineHostError.password) { try EngineHost("ssh://u:secret@h") }
  }
}
