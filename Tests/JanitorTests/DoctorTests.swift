import EngineLab
import Foundation
import ProgramLab
import Testing

@Suite struct DoctorTests {
  private static let policies = """
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]
    """

  private struct Findings: Decodable {
    struct Finding: Decodable {
      var check: String
      var level: String
      var message: String
      var remedy: String?
    }
    var schema: String
    var findings: [Finding]

    subscript(_ check: String) -> Finding? { findings.first { $0.check == check } }
  }

  private func findings(_ janitor: Program) async throws -> (Findings, Int32) {
    let ending = try await janitor("doctor", "--format", "json")
    return (try JSONDecoder().decode(Findings.self, from: Data(ending.output.utf8)), ending.status)
  }

  @Test func `on a sound host everything is told, and nothing is changed`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.exited()
      let janitor = try Program(lab, Self.policies)
      let before = try await lab.state()
      let mark = lab.mark
      let (first, status) = try await findings(janitor)
      #expect(status == 0)
      #expect(lab.requests(since: mark).allSatisfy { $0.hasPrefix("GET ") })
      #expect(try await lab.state().changes(since: before) == [])
      #expect(!FileManager.default.fileExists(atPath: janitor.ledger))
      #expect(first.schema == "janitor.doctor/1")
      #expect(first.findings.map(\.check) == ["configuration", "engine", "clock", "disk", "ledger", "timer"])
      #expect(first["configuration"]?.message.hasPrefix("1 policy, 1 on, in ") == true)
      #expect(
        first["engine"]?.message.contains("API 1.41, overlay2) at \(lab.host); bytes of images are exact") == true)
      #expect(first["clock"]?.level == "ok")
      #expect(first["disk"]?.message.hasPrefix("\(lab.folder)/data is on a disk that is ") == true)
      #expect(first["ledger"]?.message == "there is no ledger at \(janitor.ledger) yet; the first run makes it")

      #expect(try await janitor("run").status == 0)
      let (second, _) = try await findings(janitor)
      #expect(second["ledger"]?.level == "ok")
      #expect(second["ledger"]?.message.contains("is sound: 1 run, 1 step") == true)
      #expect(second["last-run"]?.message.hasSuffix("ago, went through") == true)
      let table = try await janitor("doctor").output.split(separator: "\n")
      #expect(table.count >= 7 && table[0].hasPrefix("ok       configuration  1 policy"))
    }
  }

  @Test func `what a run would fail on is a failure, with its exit status and what to do`() async throws {
    try await withDocker { lab in
      let folder = "\(lab.folder)/wrong"
      let mistaken = try Program(
        host: lab.host, folder: folder, configuration: Self.policies + "\nolder-then = \"1h\"\n")
      let (first, configuration) = try await findings(mistaken)
      #expect(configuration == 78)
      #expect(first["configuration"]?.message.contains("janitor.conf:5:1: ") == true)
      // The rest is looked at all the same.
      #expect(first["engine"]?.level == "ok")

      let alone = try Program(host: "unix://\(folder)/none.sock", folder: folder, configuration: Self.policies)
      let (second, engine) = try await findings(alone)
      #expect(engine == 69)
      #expect(second["engine"]?.level == "failure" && second["engine"]?.remedy != nil)

      let janitor = try Program(lab, Self.policies)
      #expect(try await janitor("run").status == 0)
      try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: janitor.ledger)
      let (third, open) = try await findings(janitor)
      #expect(open == 0)
      #expect(third["ledger"]?.level == "warning" && third["ledger"]?.remedy?.contains("chmod 640") == true)
    }
  }

  @Test func `a configuration that others can write is refused to root, and nothing is asked`() async throws {
    try await withDocker { lab in
      let janitor = try Program(lab, Self.policies)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o664], ofItemAtPath: "\(lab.folder)/janitor/janitor.conf")
      let mark = lab.mark
      let ending = try await janitor("run")
      #expect(ending.status == 78)
      #expect(ending.diagnostics.contains("can be written by others than its owner (mode 664)"))
      #expect(lab.requests(since: mark).isEmpty)
    }
  }
}
