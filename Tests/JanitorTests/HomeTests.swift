import EngineLab
import Foundation
import ProgramLab
import Testing

@testable import JanitorD

/// Where a user's ledger is, whatever the environment lacks (issue 19, H).
@Suite struct HomeTests {
  /// 54321 is in no user database; nobody's folder there is /nonexistent.
  @Test(arguments: [
    (["--unset=HOME"], "54321", "there is no place for the ledger"),
    (["HOME="], "54321", "there is no place for the ledger"),
    (["HOME=home", "XDG_STATE_HOME=state", "STATE_DIRECTORY=state"], "54321", "there is no place for the ledger"),
    (["--unset=HOME"], "nobody", "/nonexistent/.local/state/janitor/history.sqlite"),
    (["HOME=."], "nobody", "/nonexistent/.local/state/janitor/history.sqlite"),
    (["HOME=/srv/me"], "54321", "/srv/me/.local/state/janitor/history.sqlite"),
    (["HOME=/srv/me", "XDG_STATE_HOME=state"], "54321", "/srv/me/.local/state/janitor/history.sqlite"),
    (["--unset=HOME", "XDG_STATE_HOME=/srv/state"], "54321", "/srv/state/janitor/history.sqlite"),
    (["--unset=HOME", "STATE_DIRECTORY=/srv/a:/srv/b"], "54321", "/srv/a/history.sqlite"),
  ])
  func `H the ledger of a user is never looked for in the folder that janitor is started in`(
    surroundings: [String], user: String, words: String
  ) async throws {
    let folder = "/tmp/home-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // The build may lie where only root may look.
    let (copy, configuration) = ("\(folder)/copy", "\(folder)/janitor.conf")
    try await execute(["cp", Program.path, copy])
    try Data().write(to: URL(filePath: configuration))
    try await execute(["chmod", "0755", folder, copy])
    try await execute(["chmod", "0644", configuration])
    for command in ["history", "report"] {
      let failure = await #expect(throws: CommandFailure.self) {
        try await execute(
          ["env", "--chdir=\(folder)", "setpriv", "--reuid=\(user)", "--regid=nogroup", "--clear-groups", "env"]
            + surroundings + [copy, command, "--config", configuration])
      }
      #expect(failure?.status == 74)
      #expect(failure?.diagnostics.contains(words) == true, "\(failure?.diagnostics ?? "")")
    }
  }

  @Test func `H a runtime folder that is no absolute path is not asked for sockets`() {
    let caller = Caller(variable: { $0 == "XDG_RUNTIME_DIR" ? "run" : nil }, home: "/home/me", user: 1000)
    #expect(caller.usualSockets.allSatisfy { $0.hasPrefix("/") })
    #expect(caller.usualSockets.contains("/run/user/1000/docker.sock"))
  }
}
