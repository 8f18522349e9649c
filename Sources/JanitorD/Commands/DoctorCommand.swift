import ArgumentParser
import History
import Housekeeping
import Wording

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Looks at everything that a run needs, and says what to do where something is wrong.",
    discussion: """
      Nothing is changed. The exit status is that of the run that would fail: 78, 69 or 74; warnings are 0. \
      With --repair, a ledger that is damaged is set aside under a dated name, so that the next run begins a new one.

      EXAMPLES:
        janitor doctor
        janitor doctor --format json | jq '.findings[] | select(.level != "ok")'
        janitor doctor --repair
      """)

  @Flag(help: "Set a damaged ledger aside; a sound one stays as it is.")
  var repair = false

  @OptionGroup var output: FormatOptions

  @OptionGroup var common: CommonOptions

  func run() async throws {
    var findings: [Finding]
    if repair {
      let path = try common.history ?? Settings.ledgerPath(common, Settings.load(common.config))
      findings = [
        try LedgerExamination(path: path, now: HostClock.now).repair()
      ]
    } else {
      findings = try await Examination(common: common).findings()
    }
    switch output.format {
    case .json: Console.result(try JSON.text(DoctorDocument(findings: findings)))
    case .table: Console.result(findings.map(line).joined(separator: "\n"))
    }
    guard findings.status != .success else { return }
    throw Failure(findings.status, "")
  }

  private func line(_ finding: Finding) -> String {
    let style = common.style
    let emphasis: Style.Emphasis =
      switch finding.level {
      case .ok: .good
      case .warning: .warning
      case .failure: .bad
      }
    let indent = 24
    let text = [finding.message] + (finding.remedy.map { ["→ \($0)"] } ?? [])
    // What has lines of its own, as mistakes of a configuration have, keeps them.
    let lines = text.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }.map {
      style.hanging(Format.safe(String($0)), by: indent)
    }
    let head =
      style.text(finding.level.rawValue.padded(to: 7), emphasis) + "  "
      + style.bold(finding.check.rawValue.padded(to: 13))
    return head + "  " + lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}

/// `doctor --format json`: the keys are a promise.
struct DoctorDocument: Encodable {
  var schema = "janitor.doctor/1"
  var findings: [Finding]
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
