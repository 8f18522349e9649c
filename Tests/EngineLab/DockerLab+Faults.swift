import Foundation

extension DockerLab {
  /// Makes the containers as old as that: created, started and finished that long ago (never-started ones stay so).
  ///
  /// The daemon is killed and started again for it, so containers that run do not survive: make them afterwards.
  package func backdate(_ containers: [String], by age: Duration) async throws {
    let moment = past(age)
    try await rewrite(containers) { _, text in Self.backdated(text, to: moment) }
  }

  /// Gives containers just these dates, by ID: those of an engine whose clock was wrong. The daemon is killed and started again, as with
  /// `backdate`.
  package func redate(_ dates: [String: (created: String, started: String, finished: String)]) async throws {
    try await rewrite(Array(dates.keys)) { id, text in
      guard let dates = dates[id] else { return text }
      return text.replacing(/"Created":"[^"]*"/, with: #""Created":"\#(dates.created)""#)
        .replacing(/"StartedAt":"[^"]*"/, with: #""StartedAt":"\#(dates.started)""#)
        .replacing(/"FinishedAt":"[^"]*"/, with: #""FinishedAt":"\#(dates.finished)""#)
    }
  }

  /// Makes the containers `dead`: what a daemon finds that was killed in the middle of removing them.
  ///
  /// Writes what such a daemon leaves behind; `killWhileRemoving` brings it about for real. The daemon is killed and
  /// started again, as with `backdate`.
  package func markDead(_ containers: [String]) async throws {
    try await rewrite(containers) { _, text in Self.dead(text) }
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

  /// Both at once, for many: each container as old as told, and those among `dead` dead.
  package func age(_ ages: [String: Duration], dead: Set<String>) async throws {
    try await rewrite(Array(Set(ages.keys).union(dead))) { id, text in
      let aged = ages[id].map { Self.backdated(text, to: past($0)) } ?? text
      return dead.contains(id) ? Self.dead(aged) : aged
    }
  }

  private static func backdated(_ record: String, to moment: String) -> String {
    record.replacing(/"(Created|StartedAt|FinishedAt)":"[^0][^"]*"/) { #""\#($0.output.1)":"\#(moment)""# }
  }

  private static func dead(_ record: String) -> String {
    record.replacing(#""Dead":false"#, with: #""Dead":true"#)
      .replacing(#""RemovalInProgress":false"#, with: #""RemovalInProgress":true"#)
  }

  private func rewrite(_ containers: [String], _ change: (String, String) -> String) async throws {
    try await kill()
    for id in containers {
      let path = "\(folder)/data/containers/\(id)/config.v2.json"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try Data(change(id, text).utf8).write(to: URL(filePath: path))
    }
    try await start()
  }
}
