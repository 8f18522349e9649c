import EngineLab
import Foundation
import ProgramLab
import Testing

/// S14: whatever an engine's objects are called, text from them is data.
@Suite struct HostileTextTests {
  private static let hostile = "a\u{1B}[31m\u{202E}\n\"';--\t=cmd|' /C calc'!A0<script>\u{0}\u{9B}\u{2028}"

  private struct Wish: Encodable {
    var Image = "base:1"
    var Cmd = ["true"]
    var Labels: [String: String]
    var HostConfig = ["NetworkMode": "none"]
  }

  /// What no terminal may get: controls but the line break, marks of direction, separators that break lines.
  private static func dangers(in text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      guard scalar != "\n" else { return false }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: return true
      default: return false
      }
    }.map { "U+\(String($0.value, radix: 16))" }
  }

  private static let policies = """
    [[policy]]
    name = "old"
    target = "containers"
    filter = ["status=created"]
    keep-last = 1
    per = "label:app"
    since = "created"
    """

  @Test func `S14 hostile labels and error messages are safe in the table, JSON, the log, the ledger and reports`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let megabyte = String(repeating: "x", count: 1 << 20)
      for label in [Self.hostile, Self.hostile, megabyte, megabyte] {
        let reply = try await lab.request("POST", "/containers/create", json: Wish(Labels: ["app": label]))
        #expect(reply.status == 201)
      }
      try await FaultProxy.with(lab) { proxy in
        let janitor = try Program(host: proxy.host, folder: "\(lab.folder)/janitor", configuration: Self.policies)
        proxy.harm(0, by: nil)
        let shown = try await janitor("run", "--dry-run", "--verbose")
        #expect(shown.status == 0)
        #expect(shown.output.contains(#"not among the newest 1 of a\u{1b}[31m\u{202e}\n"';--\t=cmd|"#))
        #expect(Self.dangers(in: shown.output) == [])
        // A line for each step, and none that is longer than a person can bear.
        #expect(shown.output.split(separator: "\n").allSatisfy { $0.count < 400 })

        let document = try await janitor.document("run", "--dry-run")
        #expect(document.steps.count == 2)
        #expect(document.steps.contains { $0.reason.contains(" of \(Self.hostile)") })

        // The first removal is refused, with words of the same kind.
        let body = String(decoding: try JSONEncoder().encode(["message": Self.hostile]), as: UTF8.self)
        proxy.harm(first: "DELETE", by: .answer(status: 500, body: body))
        let run = try await janitor("run", "--verbose")
        #expect(run.status == 3)
        #expect(Self.dangers(in: run.output + run.diagnostics) == [])
        #expect((run.output).contains("the engine refused (500): a\\u{1b}[31m"))

        // SQLite's text ends at a NUL.
        let hex = Self.hostile.replacing("\0", with: "\u{2400}").utf8.map { String(format: "%02X", $0) }.joined()
        #expect(try await janitor.query("SELECT count(*) FROM step WHERE instr(hex(reason), '\(hex)') > 0") != "0")
        #expect(try await janitor.query("SELECT max(length(reason)) < 1000 FROM step") == "1")
        for words in [["--by", "policy"], ["--by", "run"], ["--by", "policy", "--format", "json"]] {
          let report = try await janitor.run(["report"] + words + janitor.arguments)
          #expect(report.status == 0 && Self.dangers(in: report.output) == [])
        }
        // Nothing of it was understood as anything: the other container went, the tables stand.
        #expect(try await janitor.query("PRAGMA integrity_check") == "ok")
        #expect(
          try await janitor.query("SELECT outcome FROM step WHERE outcome IN ('done', 'failed') ORDER BY 1")
            == "done\nfailed")
      }
    }
  }
}
