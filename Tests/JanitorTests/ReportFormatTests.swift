import Foundation
import JanitorConfiguration
import Policies
import Testing

@testable import History
@testable import JanitorD

@Suite struct ReportFormatTests {
  private static let rows = [
    Report.Row(
      key: "failed", runs: 2, done: 3, skipped: 1, failed: 0, unknown: 0, predictedBytes: 1_000_000,
      reclaimedBytes: 1_234_567),
    Report.Row(
      key: "=cmd|' /C calc'!A0,\"x\"\n<b>", runs: 1, done: 1, skipped: 0, failed: 2, unknown: 1, predictedBytes: 5,
      reclaimedBytes: 5),
  ]
  private static let report = Report(
    rows: rows,
    totals: Report.Row(
      key: "total", runs: 2, done: 4, skipped: 1, failed: 2, unknown: 1, predictedBytes: 1_000_005,
      reclaimedBytes: 1_234_572))
  private static let table = ReportTable(
    report, by: .policy, since: nil, until: nil, style: .plain)

  @Test func `CSV has numbers as numbers, and no formulas (S14)`() {
    #expect(
      Self.table.csv == """
        policy,runs,done,skipped,failed,unknown,reclaimed_bytes,predicted_bytes\r
        failed,2,3,1,0,0,1234567,1000000\r
        "'=cmd|' /C calc'!A0,""x""\\n<b>",1,1,0,2,1,5,5
        """)
  }

  @Test func `Markdown keeps its columns, whatever stands in them (S14)`() {
    let lines = Self.table.markdown.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "**Reclaimed by policy, all time**")
    #expect(lines[2] == "| policy | runs | done | skipped | failed | unknown | reclaimed |")
    #expect(lines[4] == "| failed | 2 | 3 | 1 | 0 | 0 | 1.2 MB |")
    #expect(lines[5].hasPrefix(#"| =cmd\|' /C calc'!A0,"x"\\n\<b\> | 1 |"#))
    #expect(lines[6] == "| **total** | 2 | 4 | 1 | 2 | 1 | 1.2 MB |")
  }

  private static let metrics: LedgerMetrics = {
    var metrics = LedgerMetrics()
    metrics.steps = [
      LedgerMetrics.Steps(
        engine: "e", policy: "a\"b\\c\nd", target: "image", outcome: "done", count: 3, reclaimedBytes: 70),
      LedgerMetrics.Steps(engine: "e", policy: "p", target: "image", outcome: "failed", count: 1, reclaimedBytes: 0),
    ]
    metrics.runs = [
      LedgerMetrics.Runs(
        engine: "e", status: "finished", count: 2, last: .init(nanoseconds: 1_800_000_000_500_000_000)),
      LedgerMetrics.Runs(engine: "e", status: "running", count: 1, last: .init(nanoseconds: 1_900_000_000_000_000_000)),
    ]
    metrics.engines = [
      LedgerMetrics.Engine(id: "e", isBraked: true, lastSuccess: .init(nanoseconds: 1_800_000_001_000_000_000))
    ]
    return metrics
  }()

  /// Names, labels and help texts are a promise.
  @Test func `K Prometheus has a family for each counter, zeros from the start, and labels that nothing breaks out of`()
    throws
  {
    let policies = try Configuration.parse(
      """
      [[policy]]
      name = "p"
      target = "images"
      older-than = "1d"

      [[policy]]
      name = "idle"
      enabled = false
      target = "networks"
      older-than = "1d"
      """, file: "t.conf"
    ).policies
    let attempt = Attempt(endedAt: .init(nanoseconds: 1_800_000_002_000_000_000), status: 78)
    #expect(
      Prometheus(metrics: Self.metrics, policies: policies, attempt: attempt, version: "1.2").text == #"""
        # HELP janitor_steps_total Steps by what became of them.
        # TYPE janitor_steps_total counter
        janitor_steps_total{engine="e",policy="a\"b\\c\nd",target="image",outcome="done"} 3
        janitor_steps_total{engine="e",policy="a\"b\\c\nd",target="image",outcome="failed"} 0
        janitor_steps_total{engine="e",policy="a\"b\\c\nd",target="image",outcome="skipped"} 0
        janitor_steps_total{engine="e",policy="a\"b\\c\nd",target="image",outcome="unknown"} 0
        janitor_steps_total{engine="e",policy="idle",target="network",outcome="done"} 0
        janitor_steps_total{engine="e",policy="idle",target="network",outcome="failed"} 0
        janitor_steps_total{engine="e",policy="idle",target="network",outcome="skipped"} 0
        janitor_steps_total{engine="e",policy="idle",target="network",outcome="unknown"} 0
        janitor_steps_total{engine="e",policy="p",target="image",outcome="done"} 0
        janitor_steps_total{engine="e",policy="p",target="image",outcome="failed"} 1
        janitor_steps_total{engine="e",policy="p",target="image",outcome="skipped"} 0
        janitor_steps_total{engine="e",policy="p",target="image",outcome="unknown"} 0
        # HELP janitor_reclaimed_bytes_total Bytes that came free.
        # TYPE janitor_reclaimed_bytes_total counter
        janitor_reclaimed_bytes_total{engine="e",policy="a\"b\\c\nd",target="image"} 70
        janitor_reclaimed_bytes_total{engine="e",policy="idle",target="network"} 0
        janitor_reclaimed_bytes_total{engine="e",policy="p",target="image"} 0
        # HELP janitor_runs_total Runs by how they ended.
        # TYPE janitor_runs_total counter
        janitor_runs_total{engine="e",status="finished"} 2
        janitor_runs_total{engine="e",status="interrupted"} 0
        janitor_runs_total{engine="e",status="stopped"} 0
        # HELP janitor_last_run_timestamp_seconds When the last run that ended so began.
        # TYPE janitor_last_run_timestamp_seconds gauge
        janitor_last_run_timestamp_seconds{engine="e",status="finished"} 1800000000
        janitor_last_run_timestamp_seconds{engine="e",status="running"} 1900000000
        # HELP janitor_last_success_timestamp_seconds When the last run ended that finished without a failed or unknown step.
        # TYPE janitor_last_success_timestamp_seconds gauge
        janitor_last_success_timestamp_seconds{engine="e"} 1800000001
        # HELP janitor_brake_engaged Whether the brake stopped the last run.
        # TYPE janitor_brake_engaged gauge
        janitor_brake_engaged{engine="e"} 1
        # HELP janitor_info The janitor that wrote this.
        # TYPE janitor_info gauge
        janitor_info{version="1.2"} 1
        # HELP janitor_last_attempt_timestamp_seconds When the last attempt at a run ended.
        # TYPE janitor_last_attempt_timestamp_seconds gauge
        janitor_last_attempt_timestamp_seconds 1800000002
        # HELP janitor_last_attempt_exit_status The exit status of the last attempt at a run; -1 for a signal.
        # TYPE janitor_last_attempt_exit_status gauge
        janitor_last_attempt_exit_status 78
        """#)
    // Without a ledger and a configuration: the attempt alone.
    #expect(
      Prometheus(attempt: attempt, version: "1.2").text.split(separator: "\n").filter { !$0.hasPrefix("#") } == [
        #"janitor_info{version="1.2"} 1"#, "janitor_last_attempt_timestamp_seconds 1800000002",
        "janitor_last_attempt_exit_status 78",
      ])
  }

  @Test(arguments: [(mode_t(0o022), 0o644), (0o077, 0o600), (0o027, 0o640)])
  func `L a new file has what the umask leaves, and one that is there keeps its mode and owner`(mask: mode_t, mode: Int)
    throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = "\(folder)/janitor.prom"
    func attributes() throws -> (Int?, Int?, Int?) {
      let all = try FileManager.default.attributesOfItem(atPath: file)
      return (
        all[.posixPermissions] as? Int, all[.ownerAccountID] as? Int, all[.groupOwnerAccountID] as? Int
      )
    }
    try AtomicFile.write("first", to: file, mask: mask)
    #expect(try attributes() == (mode, Int(geteuid()), Int(getegid())))
    for kept in [0o600, 0o664] as [mode_t] {
      #expect(chmod(file, kept) == 0 && chown(file, 65534, 12345) == 0)
      try AtomicFile.write("second", to: file, mask: mask)
      #expect(try attributes() == (Int(kept), 65534, 12345))
    }
    #expect(FileManager.default.contents(atPath: file) == Data("second".utf8))
    // Also where new files belong to the group of their folder.
    #expect(chown(folder, 0, 12345) == 0 && chmod(folder, 0o2770) == 0 && chown(file, geteuid(), getegid()) == 0)
    try AtomicFile.write("third", to: file, mask: mask)
    #expect(try attributes() == (0o664, Int(geteuid()), Int(getegid())))
  }

  @Test func `a file is replaced as a whole, and left as it was where that fails`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = "\(folder)/report.csv"
    for text in ["first", "second"] {
      try AtomicFile.write(text, to: file, mask: 0o022)
      #expect(FileManager.default.contents(atPath: file) == Data(text.utf8))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["report.csv"])
    #expect(throws: AtomicFile.Failure.self) {
      try AtomicFile.write("third", to: "\(folder)/none/report.csv", mask: 0o022)
    }
    // A link stays, and leads to the new text; a pipe is written to, and so is what /dev/stdout would be.
    let (link, pipe) = ("\(folder)/link", "\(folder)/pipe")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    try AtomicFile.write("through", to: link, mask: 0o022)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
    #expect(FileManager.default.contents(atPath: file) == Data("through".utf8))
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    try AtomicFile.write("piped", to: pipe, mask: 0o022)
    var bytes = [UInt8](repeating: 0, count: 5)
    #expect(read(reader, &bytes, 5) == 5 && bytes == Array("piped".utf8))
    close(reader)
    #expect(try FileManager.default.attributesOfItem(atPath: pipe)[.type] as? FileAttributeType != .typeRegular)
    #expect(throws: AtomicFile.Failure.self) { try AtomicFile.write("lost", to: "/dev/full", mask: 0o022) }
    for each in [link, pipe] { try FileManager.default.removeItem(atPath: each) }
    // Nothing takes the place of a folder, and no draft is left.
    #expect(throws: AtomicFile.Failure.self) { try AtomicFile.write("third", to: folder, mask: 0o022) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["report.csv"])
  }
}
