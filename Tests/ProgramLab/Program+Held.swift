import EngineLab

extension Program {
  /// Runs `janitor run` while `script`, a shell's, holds what it takes before `"$@"`.
  package func held(by script: String) async throws -> Ending {
    do {
      let words = ["sh", "-c", script, "sh", Self.path, "run", "--host", host] + arguments
      return Ending(status: 0, output: try await execute(words), diagnostics: "")
    } catch let failure as CommandFailure {
      return Ending(status: failure.status, output: failure.output, diagnostics: failure.diagnostics)
    }
  }
}
