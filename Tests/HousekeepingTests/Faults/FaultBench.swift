import EngineClient
import EngineLab
import Foundation
import JanitorConfiguration
import Policies
import ProgramLab
import Testing

@testable import History
@testable import Housekeeping

/// An engine with a little of everything, runs of janitor on it, and a look at what became of all.
struct FaultBench {
  static let configuration = """
    [protect]
    containers = ["kept"]
    images = ["base:*"]

    [[policy]]
    name = "containers"
    target = "containers"
    filter = ["status=exited", "status=created", "status=dead"]

    [[policy]]
    name = "images"
    target = "images"
    filter = ["reference=app"]

    [[policy]]
    name = "volumes"
    target = "volumes"
    named = true
    older-than = "0s"
    filter = ["name=^v"]

    [[policy]]
    name = "networks"
    target = "networks"
    filter = ["type=custom"]

    [[policy]]
    name = "cache"
    target = "build-cache"
    older-than = "0s"
    filter = ["type=regular"]
    """

  struct Verdict {
    /// What went that should have stayed.
    var lost: [String] = []
    /// Where ledger and engine do not agree, or janitor could not go on.
    var wrong: [String] = []
    var took = Duration.zero
  }

  let lab: DockerLab
  private let configuration: Configuration
  /// The same as a program of its own, with the same ledger.
  let program: Program
  private var ledgerPath: String { program.ledger }

  var hasCache: Bool

  /// - Parameter hasCache: whether builds leave cache behind; each takes about a second.
  init(_ lab: DockerLab, hasCache: Bool = false, configuration text: String = Self.configuration) async throws {
    self.lab = lab
    self.hasCache = hasCache
    program = try Program(host: lab.host, folder: "\(lab.folder)/faults", configuration: text)
    configuration = try Configuration.parse(text, file: "t.conf")
    _ = try await lab.importBase()
    try await lab.loadImage(tags: ["app:1"], layers: [.bytes(500, seed: "one")])
    // Of which one layer stays, so that somebody has to ask how large the other is.
    let lower = Layer.bytes(300, seed: "lower")
    try await lab.loadImage(tags: ["other:1"], layers: [lower, .bytes(200, seed: "other")])
    try await lab.loadImage(tags: ["app:2", "app:two"], layers: [lower, .bytes(700, seed: "two")])
    try await lab.docker("save", "--output", "\(lab.folder)/images.tar", "app:1", "app:2", "app:two")
    try await lab.exited(0, name: "kept", options: ["--volume", "precious:/p"])
    try await lab.docker("volume", "create", "other")
  }

  /// What each run is to take: two containers, two images (one with a tag more), a volume, a network.
  static let clutter = ["/one", "/two", "app:1", "app:2", "app:two", "va", "na"]
  static let steps = clutter.count

  /// What no run may take, as it stands in the engine's own words.
  private static func isKept(_ key: String, _ facts: String) -> Bool {
    if key.hasPrefix("container ") { return facts.contains("\"/kept\"") }
    if key.hasPrefix("image ") { return facts.contains("\"base:1\"") }
    return ["volume precious", "volume other"].contains(key)
  }

  /// Makes anew what runs have taken.
  func clutter() async throws {
    if hasCache {
      _ = try await lab.build("FROM base:1\nRUN echo 1 >/1\nRUN echo 2 >/2", tag: "built")
      try await lab.docker("image", "rm", "built")
    }
    let script = """
      d="docker --host \(lab.host)"
      $d load --quiet --input \(lab.folder)/images.tar
      for name in one two; do $d inspect $name || $d create --name $name --network none base:1 true; done
      $d volume create va; $d network inspect na || $d network create na
      """
    try await execute(["sh", "-c", script])
  }

  /// Short, but on a machine where everything takes longer (JANITOR_TEST_SLOWDOWN, as under a sanitizer).
  static let deadline: Duration =
    .milliseconds(700) * (ProcessInfo.processInfo.environment["JANITOR_TEST_SLOWDOWN"].flatMap { Int($0) } ?? 1)

  /// A run in this process, with short deadlines.
  func run(at host: String, dry: Bool = false, within deadline: Duration = Self.deadline) async throws -> RunResult {
    var options = EngineOptions()
    options.timeout = deadline
    options.removalTimeout = deadline
    options.responseLimit = 8 << 20
    let (configuration, ledger) = (configuration, ledgerPath)
    return try await Engine.with(try EngineHost(host), options) { engine in
      try await Run(
        configuration: configuration, mode: .policies(configuration.policies), isDryRun: dry, startedBy: "a test",
        version: "0", ledger: ledger, engine: engine, startedAt: HostClock.now, stop: StopFlag()
      ).carryOut()
    }
  }

  /// Makes clutter, lets `disturbed` run over it, and compares ledger and engine; then has a run do the rest, and compares
  /// again.
  func trial(on host: String, _ disturbed: () async throws -> Void) async throws -> Verdict {
    try await clutter()
    _ = try await run(at: host, dry: true)
    let before = try await lab.state()
    let earlier = try await execute(["sqlite3", ledgerPath, "SELECT max(id) FROM run"])
    var verdict = Verdict()
    let started = ContinuousClock.now
    try await disturbed()
    verdict.took = started.duration(to: .now)
    judge(try await lab.state(), since: before, try await steps(after: earlier), mayBeOpen: true, &verdict)
    do {
      let next = try await run(at: lab.host)
      if next.tally.hasTroubles { verdict.wrong.append("the next run ended with troubles") }
      let after = try await lab.state()
      judge(after, since: before, try await steps(after: earlier), mayBeOpen: false, &verdict)
      let left = try await left(of: after)
      if !left.isEmpty { verdict.wrong.append("the next run left \(left)") }
      let health = try await execute([
        "sqlite3", ledgerPath, "PRAGMA integrity_check; SELECT count(*) FROM run WHERE status = 'running'",
      ])
      if health != "ok\n0" { verdict.wrong.append("the ledger says \(health)") }
    } catch {
      verdict.wrong.append("the next run failed: \(error)")
    }
    return verdict
  }

  /// What is there of the clutter; `cache` stands for all records of the build cache that a run would take.
  func left(of state: EngineState? = nil) async throws -> Set<String> {
    let objects = if let state { state.objects } else { try await lab.state().objects }
    let left = Self.clutter.filter { name in
      objects.contains { $0.value.contains("\"\(name)\"") || $0.key == "volume \(name)" }
    }
    let hasCache = try await lab.cacheRecords().contains {
      $0["Type"] as? String == "regular" && $0["Shared"] as? Bool == false
    }
    return Set(left + (hasCache ? ["cache"] : []))
  }

  private struct Row {
    var target: String
    var action: String
    var id: String
    var name: String
    var outcome: String
    var error: String
  }

  private func lastRun() async throws -> String {
    try await execute(["sqlite3", ledgerPath, "SELECT max(id) FROM run"])
  }

  /// The steps of all runs after one.
  private func steps(after run: String) async throws -> [Row] {
    try await execute([
      "sqlite3", "-separator", "\t", ledgerPath,
      """
      SELECT target, action, object_id, object_name, outcome, coalesce(error, '') FROM step
      WHERE run > \(run) ORDER BY run, number
      """,
    ]).split(separator: "\n").map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Row(
        target: cells[0], action: cells[1], id: cells[2], name: cells[3], outcome: cells[4],
        error: cells.count > 5 ? cells[5] : "")
    }
  }

  private func judge(
    _ after: EngineState, since before: EngineState, _ steps: [Row], mayBeOpen: Bool, _ verdict: inout Verdict
  ) {
    for key in before.objects.keys where after.objects[key] == nil {
      // The run that took it, or the last that wanted to.
      let all = steps.filter { "\($0.target) \($0.id)" == key && $0.action == "remove" }
      let step = all.first { $0.outcome == "done" } ?? all.last
      switch step?.outcome {
      case "done": break
      case "intended" where mayBeOpen, "unknown" where mayBeOpen: break
      // A refusal that was none: it went by another's hand, as far as anybody can tell.
      case "skipped" where step?.error == "already gone": break
      case nil: verdict.lost.append("\(key) went, and no step says so")
      case let outcome?: verdict.wrong.append("\(key) went, and the ledger says \(outcome): \(step?.error ?? "")")
      }
    }
    for step in steps where step.outcome == "done" {
      let key = "\(step.target) \(step.id)"
      if step.action == "remove", after.objects[key] != nil { verdict.wrong.append("\(key) is done and still there") }
      if step.action == "untag", after.objects[key]?.contains("\"\(step.name)\"") ?? false {
        verdict.wrong.append("\(step.name) is done and still there")
      }
    }
    if !mayBeOpen, steps.contains(where: { ["intended", "unknown"].contains($0.outcome) }) {
      verdict.wrong.append("steps are left open")
    }
    for (key, facts) in before.objects where after.objects[key] == nil && Self.isKept(key, facts) {
      verdict.lost.append("\(key) is protected and went")
    }
  }
}
