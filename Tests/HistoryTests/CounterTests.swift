import Policies
import Testing

@testable import History

/// Monitoring takes a counter that falls for one that began anew, and adds all of it once more (issue 19, K).
@Suite struct CounterTests {
  /// All counters of a ledger, by their labels.
  private func counters(_ ledger: Ledger) throws -> [[String]: Int64] {
    let metrics = try ledger.metrics()
    var counters: [[String]: Int64] = [:]
    for steps in metrics.steps {
      counters[["steps", steps.engine, steps.policy, steps.target, steps.outcome]] = Int64(steps.count)
      counters[["bytes", steps.engine, steps.policy, steps.target, steps.outcome]] = steps.reclaimedBytes
    }
    for runs in metrics.runs where runs.status != "running" {
      counters[["runs", runs.engine, runs.status]] = Int64(runs.count)
    }
    return counters
  }

  @Test func `K counters stay when runs leave the ledger, and go on from there`() throws {
    try withLedger { ledger, _ in
      for start in [0.0, 10, 20] {
        let run = try ledger.sampleRun(at: start)
        try ledger.intend((1...3).map { .sample($0) }, in: run, at: at(start))
        let failed = OutcomeRecord(
          number: 3, outcome: .failed, reclaimedBytes: nil, error: "no", startedAt: at(1), finishedAt: at(2))
        try ledger.record([.done(1, 500), .done(2, nil), failed], in: run)
        try ledger.finishRun(run, status: .finished, at: at(start + 1))
      }
      let before = try counters(ledger)
      #expect(before[["steps", "engine", "exited", "container", "failed"]] == 3)
      #expect(before[["bytes", "engine", "exited", "container", "done"]] == 1500)
      // Twice, as two runs do it; a dry run counts for nothing before and after.
      _ = try ledger.finishRun(ledger.sampleRun(dryRun: true, at: 1), status: .finished, at: at(2))
      #expect(try ledger.forgetRuns(before: at(5)) == 2)
      #expect(try counters(ledger) == before)
      #expect(try ledger.forgetRuns(before: at(15)) == 1)
      #expect(try counters(ledger) == before)
      let metrics = try ledger.metrics()
      #expect(metrics.runs == [.init(engine: "engine", status: "finished", count: 3, last: at(20))])
      #expect(try ledger.column("SELECT count(*) FROM run") == ["1"])
      #expect(try ledger.column("SELECT steps FROM retired_step ORDER BY outcome") == ["4", "2"])
    }
  }

  @Test func `K a step that was told as unknown stays so, and counts again as what it turned out to be`() throws {
    try withLedger { ledger, _ in
      let run = try ledger.sampleRun()
      try ledger.intend([.sample(1), .sample(2)], in: run, at: at(1))
      // Intents of a run that goes on are nothing yet: they would fall when they end.
      #expect(try counters(ledger) == [:])
      let unanswered = OutcomeRecord(
        number: 1, outcome: .unknown, reclaimedBytes: nil, error: "no answer", startedAt: at(1), finishedAt: at(2))
      try ledger.record([unanswered], in: run)
      let unknown = ["steps", "engine", "exited", "container", "unknown"]
      #expect(try counters(ledger)[unknown] == 1)
      let engine = try ledger.engine("engine", root: "/var/lib/docker", kind: "docker", host: "unix:///s", at: at(0))
      for intent in try ledger.openIntents(engine: engine) {
        try ledger.settle(intent, as: .done, because: "it is gone", at: at(3))
      }
      let settled = try counters(ledger)
      #expect(settled[unknown] == 1)
      #expect(settled[["steps", "engine", "exited", "container", "done"]] == 2)
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4]) func `K no counter falls, whatever runs, dies, is settled or leaves`(
    seed: UInt64
  ) throws {
    try withLedger { ledger, _ in
      var state = seed
      func random(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
      }
      var before: [[String]: Int64] = [:]
      func look(_ what: String) throws {
        let now = try counters(ledger)
        for (labels, count) in before { #expect(now[labels, default: -1] >= count, "\(what): \(labels)") }
        before = now
      }
      for round in 1...40 {
        let start = Double(round * 10)
        let name = "engine-\(random(2))"
        let run = try ledger.sampleRun(engine: name, at: start)
        let steps = (1...5).map { StepRecord.sample($0, policy: "p\(random(2))") }
        try ledger.intend(steps, in: run, at: at(start))
        try look("intended")
        let ended = steps.prefix(random(6)).map { step in
          let outcome = [Outcome.Kind.done, .skipped, .failed, .unknown][random(4)]
          return OutcomeRecord(
            number: step.number, outcome: outcome, reclaimedBytes: outcome == .done ? Int64(random(1000)) : nil,
            error: nil, startedAt: at(start), finishedAt: at(start))
        }
        try ledger.record(ended, in: run)
        try look("recorded")
        // Else it died, and is marked so by the next one, before or after its steps are settled.
        if random(3) > 0 { try ledger.finishRun(run, status: .finished, at: at(start)) }
        try look("finished")
        let key = try ledger.engine(name, root: "/var/lib/docker", kind: "docker", host: "unix:///s", at: at(0))
        for intent in try ledger.openIntents(engine: key) where random(2) == 0 {
          try ledger.settle(intent, as: [.done, .skipped, .unknown][random(3)], because: "so it is", at: at(start))
        }
        try look("settled")
        if random(3) == 0 { _ = try ledger.forgetRuns(before: at(start - Double(random(100)))) }
        try look("forgotten")
      }
      #expect(try ledger.column("SELECT count(*) > 0 FROM retired_step") == ["1"])
    }
  }

  @Test func `K bytes beyond all measure neither end a run nor fall`() throws {
    try withLedger { ledger, _ in
      for start in [0.0, 1, 2] {
        let run = try ledger.sampleRun(at: start)
        try ledger.intend([.sample(1), .sample(2)], in: run, at: at(start))
        try ledger.record([.done(1, .max), .done(2, .max)], in: run)
        try ledger.finishRun(run, status: .finished, at: at(start))
        _ = try ledger.forgetRuns(before: at(start + 1))
        #expect(try ledger.metrics().steps.map(\.reclaimedBytes) == [4_000_000_000_000_000_000])
      }
    }
  }

  @Test func `K the brake and the last success are those of the newest runs`() throws {
    try withLedger { ledger, _ in
      func end(_ status: RunStatus, failed: Int = 0, isBraked: Bool = false, dryRun: Bool = false, at start: Double)
        throws
      {
        let run = try ledger.sampleRun(dryRun: dryRun, at: start)
        if failed > 0 {
          try ledger.intend([.sample(1)], in: run, at: at(start))
          let outcome = OutcomeRecord(
            number: 1, outcome: .failed, reclaimedBytes: nil, error: nil, startedAt: at(start), finishedAt: at(start))
          try ledger.record([outcome], in: run)
        }
        try ledger.finishRun(run, status: status, at: at(start + 1), isBraked: isBraked)
      }
      try end(.finished, dryRun: true, at: 1)
      #expect(try ledger.metrics().engines == [.init(id: "engine", isBraked: nil, lastSuccess: nil)])
      try end(.finished, at: 10)
      try end(.finished, failed: 1, at: 20)
      #expect(try ledger.metrics().engines == [.init(id: "engine", isBraked: false, lastSuccess: at(11))])
      try end(.stopped, isBraked: true, at: 30)
      #expect(try ledger.metrics().engines == [.init(id: "engine", isBraked: true, lastSuccess: at(11))])
      // By Ctrl-C, which is no brake.
      try end(.stopped, at: 40)
      #expect(try ledger.metrics().engines == [.init(id: "engine", isBraked: false, lastSuccess: at(11))])
    }
  }

  @Test func `K an attempt is read as it was left, over and over, also on a full disk`() throws {
    try inFolder { folder in
      let ledger = "\(folder)/new/history.sqlite"
      #expect(Attempt.last(beside: ledger) == nil)
      for status in [78, 0, 3, -1, 74] as [Int32] {
        let attempt = Attempt(endedAt: at(Double(status)), status: status)
        attempt.leave(beside: ledger)
        #expect(Attempt.last(beside: ledger) == attempt)
      }
      try shell("mount", "-t", "tmpfs", "-o", "size=16k", "none", "\(folder)/new")
      defer { _ = try? shell("umount", "-l", "\(folder)/new") }
      Attempt(endedAt: at(1), status: 0).leave(beside: ledger)
      try shell("sh", "-c", #"dd if=/dev/zero of="$0" bs=1K status=none 2>/dev/null; true"#, "\(folder)/new/filler")
      Attempt(endedAt: at(2), status: 74).leave(beside: ledger)
      #expect(Attempt.last(beside: ledger) == Attempt(endedAt: at(2), status: 74))
      try shell("sh", "-c", #"echo "$1" >"$0""#, Attempt.path(beside: ledger), "what is this")
      #expect(Attempt.last(beside: ledger) == nil)
    }
  }
}
