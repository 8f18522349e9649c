package import EngineLab
import Foundation

/// The built program, run as an operator runs it, on an engine of the test's own.
package struct Program {
  package let host: String
  package let folder: String
  private let configuration: String
  package let ledger: String
  /// What the program finds in its environment, beside PATH and HOME.
  package var environment: [String: String] = [:]

  /// Writes `configuration` into `folder`; the ledger lies there as well.
  package init(host: String, folder: String, configuration: String) throws {
    self.host = host
    self.folder = folder
    self.configuration = "\(folder)/janitor.conf"
    ledger = "\(folder)/ledger/history.sqlite"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try configuration.write(toFile: self.configuration, atomically: true, encoding: .utf8)
  }

  package init(_ lab: some Lab, _ configuration: String) throws {
    try self.init(host: lab.host, folder: "\(lab.folder)/janitor", configuration: configuration)
  }

  package struct Ending: Sendable {
    package var status: Int32
    package var output: String
    /// Empty where the program ended well.
    package var diagnostics: String
    package init(status: Int32, output: String, diagnostics: String) {
      self.status = status
      self.output = output
      self.diagnostics = diagnostics
    }
  }

  /// Beside the test bundle, where the build puts both.
  package static var path: String {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: own ?? "").deletingLastPathComponent().appending(path: "janitor").path
  }

  package var arguments: [String] { ["--config", configuration, "--history", ledger] }

  package func callAsFunction(_ words: String...) async throws -> Ending {
    try await run(words + arguments + (words.first == "check" ? [] : ["--host", host]))
  }

  /// `launcher` is what starts the program, given its path and arguments.
  package func run(through launcher: [String] = [], _ arguments: [String]) async throws -> Ending {
    do {
      let output = try await execute(launcher + [Self.path] + arguments, environment: environment)
      return Ending(status: 0, output: output, diagnostics: "")
    } catch let failure as CommandFailure {
      return Ending(status: failure.status, output: failure.output, diagnostics: failure.diagnostics)
    }
  }

  /// Runs with `--format json` and reads the document.
  package func document(_ words: String...) async throws -> Document {
    let ending = try await run(words + ["--format", "json", "--host", host] + arguments)
    guard let document = try? JSONDecoder().decode(Document.self, from: Data(ending.output.utf8)) else {
      throw NoDocument(ending: ending)
    }
    return document
  }

  /// What the ledger answers, a line a row.
  package func query(_ sql: String) async throws -> String {
    try await execute(["sqlite3", ledger, sql])
  }
}

/// The program printed no document.
package struct NoDocument: Error {
  package var ending: Program.Ending
}
