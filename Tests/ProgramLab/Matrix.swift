package import EngineLab
import Foundation
import Glibc
import Synchronization
package import Testing

/// What every engine is checked for: a column each in the table that `make test-engines` prints.
package enum Check: String {
  case containers, images, builder
  case dryRun = "dry run"
  case bytes, filters, everything
}

/// One engine and one check: a cell of that table.
package final class Cell: Sendable {
  @TaskLocal package static var current: Cell?

  private let engine: EngineUnderTest
  private let check: Check
  private let failures = Mutex(0)
  private let detail = Mutex("")

  private init(_ engine: EngineUnderTest, _ check: Check) {
    self.engine = engine
    self.check = check
  }

  /// Notes what becomes of the body. A cell that began and never ended counts as failed.
  package static func fill<Value>(
    _ engine: EngineUnderTest, _ check: Check, _ body: () async throws -> Value
  ) async throws -> Value {
    let cell = Cell(engine, check)
    cell.note("began")
    do {
      let value = try await $current.withValue(cell) { try await body() }
      cell.note(cell.failures.withLock { $0 } == 0 ? "passed" : "failed")
      return value
    } catch {
      cell.note("failed")
      throw error
    }
  }

  /// A figure to be shown with the outcome.
  package func say(_ text: String) { detail.withLock { $0 = text } }

  /// What the engine calls itself.
  package func name(_ version: String) { note("is", version) }

  fileprivate func fail() { failures.withLock { $0 += 1 } }

  /// A line in the file that JANITOR_TEST_TABLE names, if it does: engine, check, event, detail.
  private func note(_ event: String, _ text: String? = nil) {
    guard let path = ProcessInfo.processInfo.environment["JANITOR_TEST_TABLE"] else { return }
    let line = [engine.rawValue, check.rawValue, event, text ?? detail.withLock { $0 }].joined(separator: "\t") + "\n"
    // Other cells write, too: each line goes to the end in one piece.
    let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    write(file, line, line.utf8.count)
    close(file)
  }
}

extension Trait where Self == IssueHandlingTrait {
  /// Lets the cell of the table know of what goes wrong in it.
  package static var inMatrix: Self {
    compactMapIssues { issue in
      if issue.isFailure { Cell.current?.fail() }
      return issue
    }
  }
}

/// Gives the body a Docker of its own, and notes what becomes of the check on it.
package func withDocker(
  _ engine: EngineUnderTest, for check: Check, _ body: (DockerLab) async throws -> Void
) async throws {
  try await Cell.fill(engine, check) {
    try await withDocker(engine) { lab in
      try await introduce(lab)
      try await body(lab)
    }
  }
}

/// Gives the body a Podman of its own, and notes what becomes of the check on it.
package func withPodman(
  _ engine: EngineUnderTest, for check: Check, _ body: (PodmanLab) async throws -> Void
) async throws {
  try await Cell.fill(engine, check) {
    try await withPodman(engine) { lab in
      try await introduce(lab)
      try await body(lab)
    }
  }
}

private struct Version: Decodable { var Version: String }

private func introduce(_ lab: some Lab) async throws {
  let reply = try await lab.request("GET", "/version")
  Cell.current?.name(try JSONDecoder().decode(Version.self, from: reply.body).Version)
}
