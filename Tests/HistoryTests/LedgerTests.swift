import Foundation
import Policies
import Testing

@testable import History

@Suite struct LedgerTests {
  @Test func `S7 an intent is on the disk before the engine is asked`() throws {
    try withLedger { ledger, path in
      let run = try ledger.sampleRun()
      #expect(try ledger.column("PRAGMA synchronous") == ["1"])
      try ledger.intend([.sample(1), .sample(2)], in: run, at: at(1))
      // What a host finds that lost its power now: the file and its journal, without this process's memory.
      let copy = path + "-copy"
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
      }
      #expect(try Ledger(path: copy).column("SELECT outcome FROM step") == ["intended", "intended"])
      #expect(try ledger.column("PRAGMA synchronous") == ["2"])
      #expect(try ledger.column("PRAGMA journal_mode") == ["wal"])
    }
  }

  @Test func `S7 an outcome needs an open intent, and comes once`() throws {
    try withLedger { ledger, path in
      let run = try ledger.sampleRun()
      #expect(throws: LedgerError.notIntended(path, step: 1)) { try ledger.record([.done(1)], in: run) }
      try ledger.intend([.sample(1), .sample(2)], in: run, at: at(1))
      try ledger.record([.done(1)], in: run)
      #expect(throws: LedgerError.notIntended(path, step: 1)) { try ledger.record([.done(2), .done(1)], in: run) }
      // All or none: the second step is still open.
      #expect(try ledger.column("SELECT outcome FROM step ORDER BY number") == ["done", "intended"])
    }
  }

  @Test func `a run that died is marked interrupted by the next one on its engine`() throws {
    try withLedger { ledger, _ in
      let dead = try ledger.sampleRun()
      let elsewhere = try ledger.sampleRun(engine: "other")
      try ledger.intend([.sample(1)], in: dead, at: at(1))
      _ = try ledger.sampleRun(dryRun: true)
      #expect(try ledger.column("SELECT status FROM run WHERE id = \(dead)") == ["running"])
      let next = try ledger.sampleRun(at: 10)
      #expect(try ledger.column("SELECT status FROM run WHERE id = \(dead)") == ["interrupted"])
      #expect(try ledger.column("SELECT status FROM run WHERE id = \(elsewhere)") == ["running"])
      try ledger.finishRun(next, status: .finished, at: at(11))
      #expect(try ledger.column("SELECT status FROM run WHERE id = \(next)") == ["finished"])
    }
  }

  @Test(arguments: [
    ("an unknown outcome", "UPDATE step SET outcome = 'gone'"),
    ("an unknown action", "UPDATE step SET action = 'force'"),
    ("bytes of what was not done", "UPDATE step SET outcome = 'failed', finished_at = 1, reclaimed_bytes = 5"),
    ("bytes below nothing", "UPDATE step SET outcome = 'done', finished_at = 1, reclaimed_bytes = -1"),
    ("an outcome without its time", "UPDATE step SET outcome = 'done'"),
    ("an intent with an end", "UPDATE step SET finished_at = 1"),
    ("text for a number", "UPDATE step SET predicted_bytes = 'many'"),
    ("a step of no run", "UPDATE step SET run = 99"),
    ("a run that ended and runs", "UPDATE run SET finished_at = 1"),
    ("an unknown status", "UPDATE run SET status = 'ok'"),
    ("an object without an ID", "UPDATE step SET object_id = ''"),
  ])
  func `the schema refuses`(what: String, sql: String) throws {
    try withLedger { ledger, _ in
      let run = try ledger.sampleRun()
      try ledger.intend([.sample(1)], in: run, at: at(1))
      #expect(throws: LedgerError.self, "\(what)") { try ledger.write { try $0.execute(sql) } }
    }
  }

  @Test func `runs leave the ledger with their steps, but for those that run`() throws {
    try withLedger { ledger, _ in
      let old = try ledger.sampleRun()
      try ledger.intend([.sample(1)], in: old, at: at(1))
      try ledger.record([.done(1)], in: old)
      try ledger.finishRun(old, status: .finished, at: at(2))
      _ = try ledger.sampleRun(at: 1)
      #expect(try ledger.forgetRuns(before: at(100)) == 1)
      #expect(try ledger.column("SELECT count(*) FROM step") == ["0"])
      #expect(try ledger.column("SELECT count(*) FROM run") == ["1"])
    }
  }

  @Test func `a reader in another process is not kept waiting while a run writes`() throws {
    try withLedger { ledger, path in
      let run = try ledger.sampleRun()
      try ledger.intend([.sample(1)], in: run, at: at(1))
      try ledger.write { db in
        try db.execute("UPDATE run SET plan = 'changed'")
        let reader = try Ledger(reading: path)
        #expect(try reader.column("SELECT plan FROM run") == ["p"])
        #expect(throws: LedgerError.self) { try reader.finishRun(run, status: .finished, at: at(1)) }
      }
    }
  }

  @Test func `what was learnt of an image comes back as it was`() throws {
    try withLedger { ledger, _ in
      let id = try #require(ImageID(String(repeating: "a", count: 64)))
      let other = try #require(ImageID(String(repeating: "b", count: 64)))
      let layer = try #require(LayerID(String(repeating: "1", count: 64)))
      try ledger.remember([id: ImageLayers(chain: [layer]), other: ImageLayers(chain: [], history: [])])
      #expect(
        try ledger.imageLayers([id, other]) == [
          id: ImageLayers(chain: [layer]), other: ImageLayers(chain: [], history: []),
        ])
      let full = ImageLayers(
        chain: [layer],
        history: [HistoryEntry(size: ByteCount(7), isMetadata: false), HistoryEntry(size: .zero, isMetadata: true)])
      try ledger.remember([id: full])
      // What is known already is not forgotten by who knows less.
      try ledger.remember([id: ImageLayers(chain: [layer])])
      #expect(try ledger.imageLayers([id]) == [id: full])
    }
  }

  @Test func `sightings keep the first and the last use`() throws {
    try withLedger { ledger, _ in
      let key = try ledger.engine("e", root: "/", kind: "docker", host: "h", at: at(0))
      #expect(try ledger.sightings(of: .volumes, ["a"], engine: key) == [:])
      try ledger.see(.volumes, ["a": true], engine: key, at: at(10))
      try ledger.see(.volumes, ["a": false, "b": false], engine: key, at: at(20))
      try ledger.see(.volumes, ["a": false, "b": false], engine: key, at: at(30))
      #expect(
        try ledger.sightings(of: .volumes, ["a", "b", "c"], engine: key) == [
          "a": Sighting(firstSeen: at(10), lastInUse: at(10), firstUnused: at(20)),
          "b": Sighting(firstSeen: at(20), firstUnused: at(20)),
        ])
      // Use ends what was counted, and the next look begins anew.
      try ledger.see(.images, ["i": false], untagged: [], engine: key, at: at(10))
      try ledger.see(.images, ["i": false], untagged: ["i"], engine: key, at: at(20))
      try ledger.see(.images, ["i": false], untagged: ["i"], engine: key, at: at(30))
      #expect(
        try ledger.sightings(of: .images, ["i"], engine: key)
          == ["i": Sighting(firstSeen: at(10), firstUnused: at(10), firstUntagged: at(20))])
      try ledger.see(.images, ["i": false], untagged: [], engine: key, at: at(40))
      #expect(try ledger.sightings(of: .images, ["i"], engine: key)["i"]?.firstUntagged == nil)

      try ledger.see(.volumes, ["a": true], engine: key, at: at(40))
      #expect(try ledger.sightings(of: .volumes, ["a"], engine: key)["a"]?.firstUnused == nil)
      try ledger.see(.volumes, ["a": false], engine: key, at: at(50))
      #expect(try ledger.sightings(of: .volumes, ["a"], engine: key)["a"]?.firstUnused == at(50))
      #expect(try ledger.sightings(of: .networks, ["a"], engine: key) == [:])
      // Two daemons of one host may share an ID, but not their images.
      let twin = try ledger.engine("e", root: "/elsewhere", kind: "docker", host: "h", at: at(0))
      #expect(twin != key)
      #expect(try ledger.sightings(of: .volumes, ["a"], engine: twin) == [:])
      #expect(try ledger.engine("e", root: "/", kind: "docker", host: "moved", at: at(5)) == key)
    }
  }

  @Test func `facts come back to the nanosecond, and unknown stays unknown`() throws {
    try withLedger { ledger, _ in
      let key = try ledger.engine("e", root: "/", kind: "docker", host: "h", at: at(0))
      let id = try #require(ContainerID(String(repeating: "a", count: 64)))
      let bare = try #require(ContainerID(String(repeating: "b", count: 64)))
      let odd = Timestamp(nanoseconds: 1_800_000_000_123_456_789)
      let full = ContainerFacts(
        seen: odd, state: .exited,
        details: ContainerDetails(
          created: odd, started: odd, finished: odd, exitCode: 137, restart: .onFailure, hasNoTriesLeft: true,
          namedVolumes: [try #require(VolumeName("v")), try #require(VolumeName("w"))], inheritsVolumes: true),
        size: ContainerSize(writableLayer: ByteCount(7), log: .zero))
      let empty = ContainerFacts(seen: odd, state: .other("odd"), details: ContainerDetails())
      try ledger.remember([id: empty], engine: key)
      try ledger.remember([id: full, bare: empty], engine: key)
      #expect(try ledger.containerFacts(engine: key) == [id: full, bare: empty])

      let image = try #require(ImageID(String(repeating: "c", count: 64)))
      let facts = ImageFacts(seen: odd, references: ["a:1", "b:2"], details: ImageDetails(created: odd, tagged: nil))
      try ledger.remember([image: facts], engine: key)
      #expect(try ledger.imageFacts(engine: key) == [image: facts])

      let ties = [
        id: ContainerTies(needs: ["db", bare.description], lodging: .open), bare: ContainerTies(lodging: .guarded),
      ]
      try ledger.remember(ties, engine: key, at: odd)
      #expect(try ledger.containerTies(engine: key) == ties)

      _ = try ledger.forgetRuns(before: odd.advanced(by: .seconds(1)))
      #expect(try ledger.containerTies(engine: key).isEmpty)
      #expect(try ledger.containerFacts(engine: key).isEmpty)
      #expect(try ledger.imageFacts(engine: key).isEmpty)
    }
  }

  @Test func `the last run of a policy is the last real one that went through`() throws {
    try withLedger { ledger, _ in
      let key = try ledger.engine("e", root: "/", kind: "docker", host: "h", at: at(0))
      func run(
        _ start: Double, dry: Bool = false, _ status: RunStatus, _ policies: [String], omitted: [String: String] = [:]
      ) throws {
        let run = try ledger.beginRun(
          NewRun(
            engine: key, plan: "p", dryRun: dry, startedAt: at(start), version: "0", startedBy: nil, policies: policies,
            omitted: omitted))
        try ledger.finishRun(run, status: status, at: at(start + 1))
      }
      try run(10, .finished, ["a", "b"])
      try run(20, .finished, ["a"])
      try run(30, dry: true, .finished, ["a", "b"])
      try run(40, .stopped, ["a", "b"])
      #expect(try ledger.lastRuns(engine: key) == ["a": at(20), "b": at(10)])
      // It was chosen, and could not take part.
      try run(50, .finished, ["a", "b"], omitted: ["b": "no list"])
      #expect(try ledger.lastRuns(engine: key) == ["a": at(50), "b": at(10)])
      #expect(
        try ledger.runs(HistoryFilter()).map(\.omitted).prefix(2) == [
          [OmittedRecord(policy: "b", reason: "no list")], [],
        ])
      #expect(try ledger.health().lastRun?.omitted == 1)
    }
  }

  @Test func `a ledger of an earlier janitor is read as it is`() throws {
    try inFolder { folder in
      let path = "\(folder)/history.sqlite"
      try sqlite3(path, "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
      for migration in Migration.allCases.prefix(while: { $0 != .omissions }) {
        try sqlite3(path, "\(migration.sql); INSERT INTO grdb_migrations VALUES ('\(migration.rawValue)')")
      }
      try sqlite3(path, "PRAGMA application_id = \(Schema.applicationID)")
      try sqlite3(path, "INSERT INTO engine VALUES (1, 'e', '/', 'docker', 'h', 1)")
      try sqlite3(
        path,
        "INSERT INTO run (id, engine, plan, dry_run, started_at, finished_at, status, version) VALUES (1, 1, 'p', 0, 1, 2, 'finished', '0')"
      )
      let ledger = try Ledger(reading: path)
      #expect(try ledger.runs(HistoryFilter()).map(\.omitted) == [[]])
      #expect(try ledger.health().lastRun?.omitted == 0)
    }
  }

  @Test func `what the last plan removed is what the newest run at that host had, dry or not`() throws {
    try withLedger { ledger, _ in
      func removed() throws -> [Target] {
        try Target.allCases.filter { try ledger.lastPlanRemoved($0, host: "unix:///s") }
      }
      #expect(try removed().isEmpty)
      var (untag, image) = (StepRecord.sample(1), StepRecord.sample(2))
      (untag.action, untag.target, image.target) = ("untag", "image", "image")
      try ledger.plan([untag], in: ledger.sampleRun(dryRun: true))
      #expect(try removed().isEmpty)
      try ledger.intend([untag, image], in: ledger.sampleRun(), at: at(1))
      #expect(try removed() == [.images])
      try ledger.plan([.sample(1)], in: ledger.sampleRun(engine: "other", host: "tcp://h", dryRun: true))
      #expect(try removed() == [.images])
      // Where it was set up anew, the newest is another engine's.
      try ledger.plan([.sample(1)], in: ledger.sampleRun(engine: "new", dryRun: true))
      #expect(try removed() == [.containers])
    }
  }

  @Test(arguments: [ReportGrouping.day, .engine, .run])
  func `H a run that had nothing to do counts in the row of its day, its engine and its own`(by: ReportGrouping) throws
  {
    try withLedger { ledger, _ in
      for start in [0.0, 10, 20] {
        let run = try ledger.sampleRun(at: start)
        if start == 10 {
          try ledger.intend([.sample(1), .sample(2)], in: run, at: at(1))
          try ledger.record([.done(1), .done(2)], in: run)
        }
        try ledger.finishRun(run, status: .finished, at: at(start + 1))
      }
      let report = try ledger.report(since: nil, until: nil, by: by, includeDryRuns: false)
      #expect(report.rows.map(\.runs) == (by == .run ? [1, 1, 1] : [3]))
      #expect(report.rows.map(\.done) == (by == .run ? [0, 2, 0] : [2]))
      #expect(report.totals.runs == 3 && report.totals.done == 2 && report.totals.reclaimedBytes == 200)
    }
  }
}
