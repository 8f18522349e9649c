import History

/// Shows the steps of the newest run as they end.
struct Follower {
  let ledger: Ledger
  let filter: HistoryFilter
  let style: Style
  /// How often to look; a writer is never held up.
  var pause: Duration = .milliseconds(250)

  func follow() async throws {
    var newest = HistoryFilter()
    newest.limit = 1
    guard let run = try runs(newest).first else { throw Failure(.usage, "no run is recorded yet") }
    Console.result(HistoryTable(style: style).heading(run))
    var wanted = filter
    wanted.run = run.id
    wanted.limit = nil
    var shown: Set<Int> = []
    while !Console.isResultOver {
      // In this order: what ends after the look at the steps is shown by the next.
      let isOver = try runs(wanted.ofRun).first?.finishedAt != nil
      let steps = try ledger.steps(wanted)
      for step in steps where step.finishedAt != nil && shown.insert(step.step.number).inserted {
        Console.result(HistoryTable.line(step))
      }
      if isOver { break }
      try await Task.sleep(for: pause)
    }
    if let ended = try runs(wanted.ofRun).first { Console.result(HistoryTable(style: style).heading(ended)) }
  }

  private func runs(_ filter: HistoryFilter) throws -> [RunSummary] {
    try ledger.runs(filter)
  }
}

extension HistoryFilter {
  /// The run itself, whatever of its steps is asked for.
  fileprivate var ofRun: HistoryFilter {
    var filter = HistoryFilter()
    filter.run = run
    return filter
  }
}
