import Foundation

extension DockerLab {
  /// Makes the containers as old as that: created, started and finished that long ago (never-started ones stay so).
  ///
  /// The daemon is killed and started again for it, so containers that run do not survive: make them afterwards.
  package func backdate(_ containers: [String], by age: Duration) async throws {
    let moment = past(age)
    try await rewrite(containers) { text in
      text.replacing(/"(Created|StartedAt|FinishedAt)":"[^0][^"]*"/) { #""\#($0.output.1)":"\#(moment)""# }
    }
  }

  /// Makes the containers `dead`: what a daemon finds that was killed in the middle of removing them.
  ///
  /// Writes what such a daemon leaves behind; `killWhileRemoving` brings it about for real. The daemon is killed and
  /// started again, as with `backdate`.
  package func markDead(_ containers: [String]) async throws {
    try await rewrite(containers) { text in
      text.replacing(#""Dead":false"#, with: #""Dead":true"#)
        .replacing(#""RemovalInProgress":false"#, with: #""RemovalInProgress":true"#)
    }
  }

  /// Removes the containers all at once, kills the daemon after the first has gone, starts it again.
  ///
  /// Returns those that are `dead` then; of the others some are gone, some untouched. Thirty containers give a few.
  package func killWhileRemoving(_ containers: [String]) async throws -> [String] {
    try await withThrowingTaskGroup { removals in
      for id in containers {
        removals.addTask { _ = try? await self.request("DELETE", "/containers/\(id)?v=1") }
      }
      try await removals.next()
      try await kill()
    }
    try await start()
    var dead: [String] = []
    for id in containers where try await status(of: id) == "dead" { dead.append(id) }
    return dead
  }

  private func rewrite(_ containers: [String], _ change: (String) -> String) async throws {
    try await kill()
    for id in containers {
      let path = "\(folder)/data/containers/\(id)/config.v2.json"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try Data(change(text).utf8).write(to: URL(filePath: path))
    }
    try await start()
  }
}
