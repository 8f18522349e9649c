import EngineClient
import EngineLab
import Foundation
import JanitorConfiguration
import Testing

@testable import JanitorD

/// Which engine is spoken to; contexts are made by Docker's own client.
@Suite struct EngineChoiceTests {
  private func withContexts<R>(_ body: (_ folder: String) async throws -> R) async throws -> R {
    let folder = "/tmp/contexts-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, host) in [
      ("remote", "ssh://ci@builds:2222"), ("lan", "tcp://10.1.2.3:2375"), ("socket", "unix:///x.sock"),
    ] {
      try await docker(folder, "context", "create", name, "--docker", "host=\(host)")
    }
    return try await body(folder)
  }

  @discardableResult
  private func docker(_ folder: String, _ words: String...) async throws -> String {
    try await execute(["docker"] + words, environment: ["DOCKER_CONFIG": folder])
  }

  private func choice(
    _ variables: [String: String], option: String? = nil, configured: String? = nil, tls: TLSFiles? = nil,
    home: String = "/nowhere"
  ) throws -> EngineChoice {
    let caller = Caller(
      variable: { variables[$0].flatMap { $0.isEmpty ? nil : $0 } }, home: home, user: 1000)
    return try EngineChoice.make(option: option, EngineSettings(host: configured, tls: tls), caller)
  }

  private func failure(_ variables: [String: String], configured: String? = nil) -> Failure? {
    do {
      _ = try choice(variables, configured: configured)
      return nil
    } catch { return error as? Failure }
  }

  @Test func `the option, DOCKER_HOST, DOCKER_CONTEXT, the configuration, the context in use: the first that is there`()
    async throws
  {
    try await withContexts { folder in
      var variables = ["DOCKER_CONFIG": folder, "DOCKER_HOST": "unix:///h", "DOCKER_CONTEXT": "remote"]
      try await docker(folder, "context", "use", "lan")
      func hosts(_ option: String? = nil, _ configured: String? = nil) throws -> [String] {
        try choice(variables, option: option, configured: configured).hosts.map(\.description)
      }
      #expect(try hosts("unix:///o", "unix:///c") == ["unix:///o"])
      #expect(try hosts(nil, "unix:///c") == ["unix:///h"])
      variables["DOCKER_HOST"] = nil
      #expect(try hosts(nil, "unix:///c") == ["ssh://ci@builds:2222"])
      variables["DOCKER_CONTEXT"] = "default"
      #expect(try hosts(nil, "unix:///c") == ["unix:///c"])
      // As for Docker's client: it goes before what is in use.
      #expect(try hosts().first == "unix:///var/run/docker.sock")
      variables["DOCKER_CONTEXT"] = nil
      #expect(try hosts(nil, "unix:///c") == ["unix:///c"])
      #expect(try hosts() == ["tcp://10.1.2.3:2375"])
      #expect(try choice(variables).context == "lan")
      try await docker(folder, "context", "use", "default")
      #expect(try hosts().first == "unix:///var/run/docker.sock")
      #expect(try choice(variables).context == nil)
    }
  }

  @Test func `Docker's own client comes to the same engine`() async throws {
    try await withContexts { folder in
      for name in ["remote", "lan", "socket"] {
        try await docker(folder, "context", "use", name)
        let theirs = try await docker(folder, "context", "inspect", "--format", "{{.Endpoints.docker.Host}}")
        #expect(try choice(["DOCKER_CONFIG": folder]).hosts.map(\.description) == [theirs])
        // The folder of a home that nobody named elsewhere.
        try await execute(["ln", "-sfn", folder, "\(folder)/.docker"])
        #expect(try choice([:], home: folder).hosts.map(\.description) == [theirs])
      }
    }
  }

  @Test func `the usual sockets are Docker's, rootless Docker's, Podman's and rootless Podman's`() throws {
    let here = [
      "/var/run/docker.sock", "/run/user/1000/docker.sock", "/home/u/.docker/run/docker.sock",
      "/run/podman/podman.sock",
      "/run/user/1000/podman/podman.sock",
    ]
    #expect(try choice([:], home: "/home/u").hosts == here.map { .unix(path: $0) })
    #expect(try choice(["XDG_RUNTIME_DIR": "/run/user/1000"], home: "/home/u").hosts == here.map { .unix(path: $0) })
    let elsewhere = try choice(["XDG_RUNTIME_DIR": "/rt"], home: "/home/u").hosts.map(\.description)
    #expect(elsewhere.count == 7)
    #expect(elsewhere[1] == "unix:///rt/docker.sock")
    #expect(elsewhere[5] == "unix:///rt/podman/podman.sock")
  }

  @Test func `TLS belongs to who named the engine`() async throws {
    try await withContexts { folder async throws in
      let ours = TLSFiles(ca: "/c/ca.pem")
      let variables = ["DOCKER_CONFIG": folder, "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/e"]
      func authority(_ more: [String: String], _ tls: TLSFiles?, option: String? = nil, configured: String? = nil)
        throws
        -> String?
      {
        try choice(variables.merging(more) { $1 }, option: option, configured: configured, tls: tls).tls?
          .certificateAuthority
      }
      #expect(try authority([:], ours, option: "tcp://a") == "/e/ca.pem")
      #expect(try authority(["DOCKER_HOST": "tcp://a"], ours) == "/e/ca.pem")
      #expect(try authority([:], ours, configured: "tcp://a") == "/c/ca.pem")
      #expect(try authority([:], nil, configured: "tcp://a") == "/e/ca.pem")
      #expect(try authority(["DOCKER_TLS_VERIFY": ""], ours, option: "tcp://a") == "/c/ca.pem")
      // A context has its own, or none.
      #expect(try authority(["DOCKER_CONTEXT": "lan"], ours) == nil)
      #expect(
        try choice(["DOCKER_TLS_VERIFY": "1", "DOCKER_CONFIG": "/k"], option: "tcp://a").tls?.key == "/k/key.pem")
    }
  }

  @Test func `a context that is named and missing is an error, and no other engine is taken`() async throws {
    try await withContexts { folder in
      let missing = try #require(failure(["DOCKER_CONFIG": folder, "DOCKER_CONTEXT": "nope"], configured: "unix:///c"))
      #expect(missing.status == .usage)
      #expect(missing.message.hasPrefix("the Docker context 'nope' (DOCKER_CONTEXT): there is none of that name"))
      #expect(missing.message.contains("\(folder)/contexts/meta/"))

      try await docker(folder, "context", "use", "lan")
      try FileManager.default.removeItem(atPath: "\(folder)/contexts")
      let inUse = try #require(failure(["DOCKER_CONFIG": folder]))
      #expect(inUse.status == .configuration)
      #expect(inUse.message.hasPrefix("the Docker context 'lan' (docker context use): there is none"))
      #expect(failure(["DOCKER_CONFIG": folder, "DOCKER_HOST": "unix:///h"]) == nil)
    }
  }

  @Test(arguments: [
    ("", "it is not the JSON that Docker writes"), ("{", "it is not the JSON"),
    (#"{"Name":"other"}"#, "it is not of the"),
    (#"{"Name":"lan"}"#, "it names no Docker engine"), (#"{"Name":"lan","Endpoints":{}}"#, "it names no Docker engine"),
    (#"{"Name":"lan","Endpoints":{"docker":{"Host":""}}}"#, "it names no Docker engine"),
    (#"{"Name":"lan","Endpoints":{"docker":{"Host":5}}}"#, "it is not the JSON"),
    (#"{"Name":"lan","Endpoints":{"docker":{"Host":"npipe:////./pipe/docker_engine"}}}"#, "npipe:// is not supported"),
    (#"{"Name":"lan","Endpoints":{"docker":{"Host":"ssh://-oProxyCommand=id"}}}"#, "names no host"),
  ])
  func `a damaged context is an error with its file`(text: String, message: String) async throws {
    try await withContexts { folder in
      let store = "\(folder)/contexts/meta"
      for entry in try FileManager.default.contentsOfDirectory(atPath: store) {
        let path = "\(store)/\(entry)/meta.json"
        let old = try String(contentsOfFile: path, encoding: .utf8)
        if old.contains(#""Name":"lan""#) { try text.write(toFile: path, atomically: true, encoding: .utf8) }
      }
      let damaged = try #require(failure(["DOCKER_CONFIG": folder, "DOCKER_CONTEXT": "lan"]))
      #expect(damaged.message.contains(message), "\(damaged.message)")
      #expect(damaged.message.contains("\(store)/"))
      // Those beside it are none the worse.
      #expect(try choice(["DOCKER_CONFIG": folder, "DOCKER_CONTEXT": "socket"]).hosts == [.unix(path: "/x.sock")])
    }
  }

  @Test func `a configuration of Docker's that is damaged is an error, one that is not there is none`() async throws {
    try await withContexts { folder in
      #expect(try choice(["DOCKER_CONFIG": folder]).hosts.count > 1)
      try "{\"currentContext\": 5}".write(toFile: "\(folder)/config.json", atomically: true, encoding: .utf8)
      let damaged = try #require(failure(["DOCKER_CONFIG": folder]))
      #expect(damaged.status == .configuration)
      #expect(damaged.message.hasPrefix("\(folder)/config.json: it is not the JSON that Docker writes"))
      #expect(failure(["DOCKER_CONFIG": folder], configured: "unix:///c") == nil)
      #expect(failure(["DOCKER_CONFIG": "\(folder)/nowhere"]) == nil)
      try FileManager.default.removeItem(atPath: "\(folder)/config.json")
      try FileManager.default.createDirectory(atPath: "\(folder)/config.json", withIntermediateDirectories: true)
      #expect(failure(["DOCKER_CONFIG": folder])?.message.contains("cannot be read") == true)
    }
  }
}
