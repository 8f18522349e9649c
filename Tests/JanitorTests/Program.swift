import EngineLab
import Foundation

/// The built program, run as an operator runs it, on an engine of the test's own.
struct Program {
  let host: String
  let folder: String
  private let configuration: String
  let ledger: String
  /// What the program finds in its environment, beside PATH and HOME.
  var environment: [String: String] = [:]

  /// Writes `configuration` into `folder`; the ledger lies there as well.
  init(host: String, folder: String, configuration: String) throws {
    self.host = host
    self.folder = folder
    self.configuration = "\(folder)/janitor.conf"
    ledger = "\(folder)/ledger/history.sqlite"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try configuration.write(toFile: self.configuration, atomically: true, encoding: .utf8)
  }

  init(_ lab: some Lab, _ configuration: String) throws {
    try self.init(host: lab.host, folder: "\(lab.folder)/janitor", configuration: configuration)
  }

  struct Ending: Sendable {
    var status: Int32
    var output: String
    /// Empty where the program ended well.
    var diagnostics: String
  }

  /// Beside the test bundle, where the build puts both.
  static var path: String {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: own ?? "").deletingLastPathComponent().appending(path: "janitor").path
  }

  var arguments: [String] { ["--config", configuration, "--history", ledger] }

  func callAsFunction(_ words: String...) async throws -> Ending {
    try await run(words + arguments + (words.first == "check" ? [] : ["--host", host]))
  }

  /// `launcher` is what starts the program, given its path and arguments.
  func run(through launcher: [String] = [], _ arguments: [String]) async throws -> Ending {
    do {
      let output = try await execute(launcher + [Self.path] + arguments, environment: environment)
      return Ending(status: 0, output: output, diagnostics: "")
    } catch let failure as CommandFailure {
      return Ending(status: failure.status, output: failure.output, diagnostics: failure.diagnostics)
    }
  }

  /// Runs with `--format json` and reads the document.
  func document(_ words: String...) async throws -> Document {
    let ending = try await run(words + ["--format", "json", "--host", host] + arguments)
    guard let document = try? JSONDecoder().decode(Document.self, from: Data(ending.output.utf8)) else {
      throw NoDocument(ending: ending)
    }
    return document
  }

  /// What the ledger answers, a line a row.
  func query(_ sql: String) async throws -> String {
    try await execute(["sqlite3", ledger, sql])
  }
}

/// The program printed no document.
struct NoDocument: Error {
  var ending: Program.Ending
}

/// `run --format json`, as a program that relies on the interface reads it.
struct Document: Decodable, Equatable {
  struct Bounds: Decodable, Equatable {
    var lower: Int64
    var upper: Int64?
  }
  struct Step: Decodable, Equatable {
    var number: Int
    var policy: String
    var action: String
    var target: String
    var id: String
    var name: String
    var reason: String
    var predictedBytes: Int64?
    var predictedBounds: Bounds?
    var reclaimedBytes: Int64?
    var outcome: String
    var error: String?
  }
  struct Totals: Decodable, Equatable {
    var steps: Int
    var done: Int
    var skipped: Int
    var failed: Int
    var predictedBytes: Int64
    var predictedBounds: Bounds
    var reclaimedBytes: Int64?
    var unmeasured: Int
    var unseenLogs: Int
  }
  struct Engine: Decodable, Equatable {
    var kind: String
    var host: String
  }
  var schema: String
  var engine: Engine
  var run: Int64?
  var plan: String
  var dryRun: Bool
  var steps: [Step]
  var totals: Totals

  /// What each step is, without what became of it.
  var decisions: [String] {
    steps.map { "\($0.number) \($0.policy) \($0.action) \($0.target) \($0.id) \($0.name) \($0.predictedBytes ?? -1)" }
  }
}
