import EngineLab
import Foundation
import Policies
import ProgramLab
import Testing

@testable import History
@testable import JanitorD

/// `report --format html`, as a browser sees it.
@Suite struct ReportPageTests {
  private static let evil =
    #"x"><img src=http://evil.example/x onerror=console.error(1)><script>console.error(2)</script>"#
  private static let configuration = """
    [[policy]]
    name = "jobs"
    target = "containers"
    filter = ["exited=0"]
    older-than = "0s"

    [[policy]]
    name = "old-images"
    target = "images"
    filter = ["dangling=true"]
    older-than = "30d"
    since = "created"
    """

  private struct Browsed {
    var dom: String
    /// What the page said on the console.
    var console: [String]
    /// Whom the browser asked for anything.
    var hosts: Set<String>
  }

  private func browse(_ page: String, in folder: String) async throws -> Browsed {
    let (log, errors) = ("\(folder)/net.json", "\(folder)/browser.log")
    let dom = try await execute([
      "sh", "-c", #"exec chromium --headless --no-sandbox --disable-gpu "$@" 2>"$0""#, errors,
      "--user-data-dir=\(folder)/profile", "--enable-logging=stderr", "--log-net-log=\(log)", "--dump-dom",
      "file://\(page)",
    ])
    let console = try String(contentsOfFile: errors, encoding: .utf8).split(separator: "\n").filter {
      $0.contains(":CONSOLE")
    }.map(String.init)
    return Browsed(
      dom: dom, console: console, hosts: try Self.hosts(JSONDecoder().decode(NetLog.self, from: read(log))))
  }

  private func read(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

  private struct NetLog: Decodable {
    struct Event: Decodable {
      struct Parameters: Decodable {
        var url: String?
        /// Whose request it is; "not an origin" are those that Chromium makes for itself, whatever the page.
        var initiator: String?
      }
      var params: Parameters?
    }
    var events: [Event]
  }

  private static func hosts(_ log: NetLog) -> Set<String> {
    let requests = log.events.compactMap(\.params).filter { ($0.initiator ?? "not an origin") != "not an origin" }
    return Set(requests.compactMap { $0.url.flatMap { URL(string: $0)?.host() } })
  }

  @Test func `a page that is not inert would be noticed`() async throws {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let page = "\(folder)/page.html"
    try "<title>x</title>\(Self.evil)".write(toFile: page, atomically: true, encoding: .utf8)
    let seen = try await browse(page, in: folder)
    #expect(seen.hosts.contains("evil.example"))
    #expect(!seen.console.isEmpty)
  }

  @Test func `the page has its text and charts, asks for nothing, and hostile names are inert (S14)`() async throws {
    try await withDocker { lab in
      try await lab.importBase()
      try await lab.exited(name: "job")
      let write = "/bin/busybox dd if=/bin/busybox of=/file bs=70000 count=1; exit 3"
      try await lab.run(
        ["sh", "-c", write], name: "writer", options: ["--label", "com.docker.compose.project=\(Self.evil)"])
      try await execute(lab.client + ["wait", "writer"], environment: lab.environment)
      try await lab.loadImage(created: past(.seconds(5410)), layers: [.bytes(3_000_000, seed: "dangling")])
      let program = try Program(lab, Self.configuration)
      #expect(try await program("run").status == 0)
      // Nine days of it, and a step that failed with a hostile text.
      _ = try await program.query(
        """
        WITH RECURSIVE day(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM day WHERE n < 9)
        INSERT INTO run SELECT 100 + n, engine, plan, 0, started_at - 86400 * n, finished_at - 86400 * n, status, version,
          started_by, disk_bytes, disk_used_bytes - 20000000 * n, braked FROM run, day WHERE id = 1;
        INSERT INTO step SELECT run.id, 1, 'jobs', 'remove', 'container', 'id', 'x', 'exited', 2000000, 1000000 * (run.id - 100),
          'done', NULL, run.started_at, run.finished_at, NULL FROM run WHERE id > 100;
        UPDATE step SET outcome = 'failed', reclaimed_bytes = NULL, object_name = '\(Self.evil)', error = '\(Self.evil)'
          WHERE run = 105;
        """)
      let page = "\(lab.folder)/report.html"
      #expect(try await program("report", "--format", "html", "--output", page).status == 0)
      let seen = try await browse(page, in: lab.folder)

      #expect(seen.console.isEmpty)
      #expect(seen.hosts.isEmpty)
      for tag in ["<img", "<script"] { #expect(!seen.dom.contains(tag)) }
      #expect(seen.dom.contains("&lt;img src=http://evil.example/x onerror=console.error(1)&gt;"))

      for id in ["time", "policies", "kinds", "troubles", "disk", "holds", "holders", "kept"] {
        #expect(seen.dom.contains("<section id=\"\(id)\">"), "\(id)")
      }
      // Ten days, each a bar with its text; every chart has a title and a text for those who do not see it.
      let days = seen.dom.matches(of: #/<title>20\d\d-\d\d-\d\d: ([^<]*)</title>/#).map { String($0.output.1) }
      #expect(days.count == 10 && days.contains("9 MB") && days.contains("0 B"))
      #expect(seen.dom.matches(of: #/<svg [^>]*role="img"/#).count == seen.dom.matches(of: #/<svg /#).count)
      for chart in ["over-time", "disk-used", "by-kind"] {
        #expect(seen.dom.contains("id=\"\(chart)-title\">") && seen.dom.contains("id=\"\(chart)-text\">"), "\(chart)")
      }
      // 45 MB less the 5 of the step that failed.
      #expect(seen.dom.contains("<b>40 MB</b>"))
      #expect(seen.dom.contains("1 failed") && seen.dom.contains("The disk"))
      #expect(seen.dom.contains("Compose project x\"&gt;"))
      // The largest that stays, and why.
      #expect(seen.dom.contains(#/3 MB</td><td class="why">created 1h 30m ago, and older-than is 30d/#))
      #expect(
        seen.dom.contains(
          #"writer</th><td>container</td><td class="n">70 kB</td><td class="why">it is exited, and no"#))
    }
  }

  @Test func `without an engine the page tells what was done, and why it can tell no more`() async throws {
    try await withDocker { lab in
      try await lab.importBase()
      try await lab.exited(name: "job")
      let program = try Program(lab, Self.configuration)
      #expect(try await program("run").status == 0)
      let words = ["report", "--format", "html", "--host", "unix:///nowhere.sock"] + program.arguments
      let page = try await program.run(words)
      #expect(page.status == 0)
      #expect(page.output.contains("Nobody can say: no engine answers at unix:///nowhere.sock"))
      #expect(page.output.contains("<th scope=\"row\">jobs</th>"))
      #expect(!page.output.contains("<section id=\"kept\">"))
      for wrong in [["--by", "day"], ["--include-dry-runs"]] {
        #expect(try await program.run(words + wrong).status == 64)
      }
    }
  }

  struct Spans: Sendable {
    var days: [String: Int64]
    var since: String?
    var count: Int
    var first: String?
    var last: String?
  }

  @Test(arguments: [
    Spans(days: ["2026-11-01": 5], count: 3, first: "2026-11-01", last: "2026-11-03"),
    Spans(days: ["2026-11-01": 5, "2026-11-03": 1], count: 3, first: "2026-11-01", last: "2026-11-03"),
    Spans(
      days: ["2026-11-02": 5], since: "2026-11-01T12:00:00Z", count: 3, first: "2026-11-01", last: "2026-11-03"),
    Spans(
      days: ["2026-01-01": 5, "2026-11-03": 1], count: 77, first: "2026-01-01 to 2026-01-04",
      last: "2026-11-01 to 2026-11-03"),
    Spans(days: [:], count: 0),
  ])
  func `spans of time have no gaps, and are few`(_ example: Spans) throws {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let since = example.since.flatMap { Timestamp(rfc3339: $0) }
    var past = try PastView(Ledger(path: "\(folder)/history.sqlite"), since: since, until: nil)
    past.byDay.rows = example.days.map { day, bytes in
      Report.Row(
        key: day, runs: 1, done: 1, skipped: 0, failed: 0, unknown: 0, predictedBytes: bytes, reclaimedBytes: bytes)
    }
    let spans = past.spans(now: try #require(Timestamp(rfc3339: "2026-11-03T09:00:00Z")))
    #expect(spans.count == example.count)
    #expect(spans.map { $0.bytes }.reduce(0, +) == example.days.values.reduce(0, +))
    #expect(spans.first?.label == example.first && spans.last?.label == example.last)
  }
}
