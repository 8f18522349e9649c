import ArgumentParser
import JanitorConfiguration
import Policies
import Wording

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks a configuration and says each policy in plain English.",
    discussion: """
      Neither the engine nor the ledger is touched. All mistakes are told in one go; the exit status is then 78.

      EXAMPLE:
        janitor check /etc/janitor.conf
      """)

  @Argument(help: "The file to check, with the drop-ins of FILE.d.", completion: .file())
  var file: String?

  @OptionGroup var output: FormatOptions

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let configuration = try Settings.load(file ?? common.config)
    for warning in configuration.warnings { Console.note("warning: \(warning)", .warning) }
    switch output.format {
    case .json: Console.result(try JSON.text(CheckDocument(configuration)))
    case .table: Console.result(text(configuration))
    }
  }

  private func text(_ configuration: Configuration) -> String {
    var lines = Wording.protection(configuration.protection).map {
      common.style.hanging("[protect] \(Format.safe($0))", by: 2)
    }
    lines += configuration.policies.map(common.style.sentence)
    let active = configuration.policies.count { $0.isEnabled }
    let files = configuration.sources.map(Format.safe).joined(separator: ", ")
    lines.append(
      "\(Format.count(configuration.policies.count, "policy", "policies")), \(active) on. No mistake in \(files).")
    return lines.joined(separator: "\n")
  }
}

/// `check --format json`.
struct CheckDocument: Encodable {
  struct Policy: Encodable {
    var name: String
    var enabled: Bool
    var meaning: String
  }
  /// What is no mistake and may mean otherwise than it seems.
  struct Warning: Encodable {
    var file: String
    @Null var line: Int?
    @Null var column: Int?
    var message: String
    @Null var hint: String?
  }
  var schema = "janitor.check/1"
  var files: [String]
  var protect: [String]
  var policies: [Policy]
  var warnings: [Warning]

  init(_ configuration: Configuration) {
    files = configuration.sources
    protect = Wording.protection(configuration.protection)
    warnings = configuration.warnings.map {
      Warning(
        file: $0.file, line: $0.excerpt?.line, column: $0.excerpt?.column, message: $0.message, hint: $0.hint)
    }
    policies = configuration.policies.map {
      Policy(name: $0.name, enabled: $0.isEnabled, meaning: Wording.policy($0))
    }
  }
}
