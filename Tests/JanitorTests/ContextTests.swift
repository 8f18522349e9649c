import EngineLab
import Foundation
import ProgramLab
import Testing

/// The program on engines that Docker contexts name.
@Suite struct ContextTests {
  private static let takeAll = """
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]
    """

  @Test func `a context with TLS, made by Docker's client, is spoken to as that client does`() async throws {
    let folder = "/tmp/tls-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await makeCertificates(in: folder)
    let port = Int.random(in: 20_000..<30_000)
    let arguments = [
      "--host", "tcp://127.0.0.1:\(port)", "--host", "tcp://127.0.0.2:\(port)", "--tlsverify", "--tlscacert",
      "\(folder)/ca.pem", "--tlscert", "\(folder)/server.pem", "--tlskey", "\(folder)/server-key.pem",
    ]
    try await withDocker(sharesNetwork: true, arguments: arguments) { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited()
      let docker = ["DOCKER_CONFIG": "\(folder)/docker"]
      let files = "ca=\(folder)/ca.pem,cert=\(folder)/cert.pem,key=\(folder)/key.pem"
      for (name, endpoint) in [
        ("tls", "host=tcp://127.0.0.1:\(port),\(files)"), ("elsewhere", "host=tcp://127.0.0.2:\(port),\(files)"),
        ("lax", "host=tcp://127.0.0.2:\(port),\(files),skip-tls-verify=true"),
        ("plain", "host=tcp://127.0.0.1:\(port)"),
      ] {
        try await execute(["docker", "context", "create", name, "--docker", endpoint], environment: docker)
      }
      func run(_ context: String?) async throws -> Program.Ending {
        var janitor = try Program(lab, Self.takeAll)
        janitor.environment = docker
        janitor.environment["DOCKER_CONTEXT"] = context
        return try await janitor.run(["run", "--dry-run"] + janitor.arguments)
      }
      let good = try await run("tls")
      #expect(good.output.contains("at tcp://127.0.0.1:\(port): dry run"), "\(good.diagnostics)")
      #expect(good.output.contains("1 step"))
      // The certificate is for 127.0.0.1 alone.
      let elsewhere = try await run("elsewhere")
      #expect(elsewhere.status == 69)
      #expect(elsewhere.diagnostics.contains("TLS failed"))
      #expect(elsewhere.diagnostics.contains("(the Docker context 'elsewhere')"))
      #expect(try await run("lax").output.contains("at tcp://127.0.0.2:\(port): dry run"))
      #expect(try await run("plain").status == 69)

      try await execute(["docker", "context", "use", "tls"], environment: docker)
      #expect(try await run(nil).output.contains("at tcp://127.0.0.1:\(port): dry run"))
      try await execute(["docker", "context", "use", "tls"], environment: docker)
      try await execute(["sh", "-c", "rm \"$0\"/docker/contexts/tls/*/docker/key.pem", folder])
      let half = try await run(nil)
      #expect(half.status == 78)
      #expect(half.diagnostics.contains("there is a cert.pem without key.pem"))
      #expect(try await run("nope").status == 64)
      #expect(try await lab.status(of: id) == "exited")
    }
  }

  @Test func `a context over ssh`() async throws {
    try await withDocker { lab in
      try await withSSH(docker: lab.socket) { ssh in
        var janitor = try Program(lab, Self.takeAll)
        janitor.environment = ssh.environment
        janitor.environment["DOCKER_CONFIG"] = "\(ssh.folder)/docker"
        try await execute(
          ["docker", "context", "create", "far", "--docker", "host=\(ssh.host())"], environment: janitor.environment)
        try await execute(["docker", "context", "use", "far"], environment: janitor.environment)
        // Docker's own client comes to the engine by it, and so does janitor.
        #expect(try await execute(["docker", "ps", "--quiet"], environment: janitor.environment) == "")
        let ending = try await janitor.run(["run", "--dry-run"] + janitor.arguments)
        #expect(ending.output.contains("at \(ssh.host()): dry run"), "\(ending.diagnostics)")
        // ssh looks after who is there; TLS has no say.
        janitor.environment["DOCKER_TLS_VERIFY"] = "1"
        #expect(try await janitor("run", "--dry-run").status == 0)
      }
    }
  }

  @Test func `of the usual sockets the first that takes a connection is the engine, even if it hangs`() async throws {
    try await withDocker { first in
      try await withDocker { second in
        let janitor = try Program(first, "[engine]\ntimeout = \"3s\"\n" + Self.takeAll)
        // A /run in which nothing but these two listens.
        let sockets = #"""
          mount -t tmpfs none /run; mkdir /run/podman
          ln -s "$0" /run/docker.sock; ln -s "$1" /run/podman/podman.sock; shift
          exec "$@"
          """#
        func run() async throws -> Program.Ending {
          try await janitor.run(
            through: ["unshare", "--mount", "sh", "-c", sockets, first.socket, second.socket],
            ["run", "--dry-run"] + janitor.arguments)
        }
        #expect(try await run().output.contains("at unix:///var/run/docker.sock: "))
        let mark = second.mark
        try first.suspend()
        let hung = try await run()
        try first.resume()
        #expect(hung.status == 69)
        #expect(hung.diagnostics.contains("the engine did not answer GET /_ping within 3s"))
        #expect(second.requests(since: mark).isEmpty)
        // Dead, with its socket still there.
        try await first.kill()
        #expect(try await run().output.contains("at unix:///run/podman/podman.sock: "))
      }
    }
  }

  @Test func `78 at its place when the configuration names an engine that is none`() async throws {
    let folder = "/tmp/conf-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let janitor = try Program(
      host: "unix:///nowhere", folder: folder, configuration: "[engine]\nhost = \"ssh://-oProxyCommand=id\"\n")
    for words in [["check"], ["run", "--dry-run"]] {
      let ending = try await janitor.run(words + janitor.arguments.prefix(2))
      #expect(ending.status == 78)
      #expect(ending.diagnostics.contains("janitor.conf:2:8: 'ssh://-oProxyCommand=id' names no host"))
    }
  }
}
