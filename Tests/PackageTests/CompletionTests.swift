import EngineLab
import Foundation
import ProgramLab
import Testing

/// The completion scripts as they are installed, with janitor called by the shell.
@Suite struct CompletionTests {
  private static let policies = """
    [engine]
    timeout = "1h"

    [[policy]]
    name = "failed"
    target = "containers"
    filter = ["exited=1"]

    [[policy]]
    name = "failed.old_2"
    enabled = false
    target = "containers"
    filter = ["exited=2"]
    """

  /// Presses Tab at the end of a line that bash has broken into words, and prints what is offered and whatever anybody
  /// says.
  private static let press = """
    exec 2>&1
    . "$0"
    cd "$1"
    shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE=$* COMP_POINT=${#COMP_LINE}
    current=${COMP_WORDS[-1]}
    [ "$current" != : ] || current=
    _janitor_whole "$1" "$current" "${COMP_WORDS[-2]}"
    printf '%s\\n' "${COMPREPLY[@]}"
    """

  @Test(arguments: ["bash", "zsh", "fish"])
  func `each shell can read its script`(_ shell: String) async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try await execute([projectScript("completions.sh"), Program.path, shell]).write(
      to: file, atomically: true, encoding: .utf8)
    #expect(try await execute([shell, "-n", file.path]) == "")
  }

  @Test func `S14 bash offers policies, runs, plans and objects, and nothing that it could take for a command`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited(1, name: "job")
      for tag in ["app:1", "app:2"] { try await lab.loadImage(tags: [tag], layers: [.bytes(9, seed: tag)]) }
      try await lab.docker("volume", "create", "data")
      try await lab.docker("network", "create", "$(touch pwned)")
      let janitor = try Program(lab, Self.policies)
      let plan = try await janitor.document("run", "--dry-run").plan
      let script = "\(janitor.folder)/bash"
      try await execute([projectScript("completions.sh"), Program.path, "bash"]).write(
        toFile: script, atomically: true, encoding: .utf8)
      let (folder, host) = (janitor.folder, lab.host.dropFirst(5))

      func tab(_ words: String...) async throws -> [String] {
        let line = ["--config", "janitor.conf", "--history", "ledger/history.sqlite", "--host", "unix", ":", "\(host)"]
        let output = try await execute(
          ["bash", "-c", Self.press, script, folder, Program.path, words[0]] + line + words.dropFirst(), seconds: 60)
        return output.split(separator: "\n").map(String.init).sorted()
      }
      #expect(try await tab("run", "--policy", "") == ["failed", "failed.old_2"])
      #expect(try await tab("run", "--policy", "=", "failed.") == ["failed.old_2"])
      #expect(try await tab("history", "--policy", "f") == ["failed", "failed.old_2"])
      #expect(try await tab("history", "") == ["1"])
      #expect(try await tab("run", "--plan", "") == [plan])
      #expect(try await tab("explain", "") == ["app:1", "app:2", "base:1", "data", "host", "job", "none"])
      #expect(try await tab("explain", "app") == ["app:1", "app:2"])
      #expect(try await tab("explain", "app", ":") == ["1", "2"])
      #expect(try await tab("explain", "app", ":", "2") == ["2"])
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/pwned"))
      // The name is there, and bash would run it.
      #expect(try await lab.docker("network", "ls", "--format", "{{.Name}}").contains("$(touch pwned)"))
      #expect(try await janitor("explain", id).status == 0)

      // zsh takes a bare colon for the end of the candidate.
      let zsh = try await execute(
        [Program.path, "---completion", "explain", "--", "positional@0", "2", "0", "janitor", "explain"]
          + janitor.arguments + ["--host", lab.host, ""], environment: ["SAP_SHELL": "zsh"])
      #expect(zsh.split(separator: "\n").contains(#"app\:1"#))

      // Neither an engine that hangs nor a missing file is anything to tell in the middle of somebody's line.
      try lab.suspend()
      #expect(try await tab("explain", "") == [])
      try lab.resume()
      try await execute(["rm", "-r", "\(folder)/ledger", "\(folder)/janitor.conf"])
      #expect(try await tab("run", "--policy", "") == [])
      #expect(try await tab("run", "--plan", "") == [])
      #expect(try await tab("explain", "") == [])
    }
  }
}
