import History
import Policies

/// The ledger's counters in Prometheus' text format, for node_exporter's textfile collector.
///
/// Names, labels and help texts are a promise: where two files of one host have different help texts for a family,
/// node_exporter silently drops the second file's series.
struct Prometheus {
  /// `nil` where there is no ledger, or none that can be read.
  var metrics: LedgerMetrics?
  /// Those of the configuration: each is there with 0 before it does anything, for a series that begins with 3 shows no
  /// increase.
  var policies: [Policy] = []
  var attempt: Attempt?
  /// Of this janitor.
  var version: String

  var text: String {
    var families: [Family] = []
    if let metrics {
      families += counters(metrics) + gauges(metrics)
    }
    families += [
      Family("janitor_info", .gauge, "The janitor that wrote this.", [Sample([("version", version)], 1)])
    ]
    if let attempt {
      families += [
        Family(
          "janitor_last_attempt_timestamp_seconds", .gauge, "When the last attempt at a run ended.",
          [Sample([], attempt.endedAt)]),
        Family(
          "janitor_last_attempt_exit_status", .gauge, "The exit status of the last attempt at a run; -1 for a signal.",
          [Sample([], attempt.status)]),
      ]
    }
    return families.map(\.text).joined(separator: "\n")
  }

  private func counters(_ metrics: LedgerMetrics) -> [Family] {
    var steps: [Labels: [String: LedgerMetrics.Steps]] = [:]
    for engine in metrics.engines {
      for policy in policies {
        steps[Labels(engine: engine.id, policy: policy.name, target: policy.target.singular)] = [:]
      }
    }
    for known in metrics.steps {
      let labels = Labels(engine: known.engine, policy: known.policy, target: known.target)
      steps[labels, default: [:]][known.outcome] = known
    }
    var runs: [String: [String: Int]] = [:]
    for engine in metrics.engines { runs[engine.id] = [:] }
    // One that goes on is counted when it has ended.
    for known in metrics.runs where known.status != RunStatus.running.rawValue {
      runs[known.engine, default: [:]][known.status] = known.count
    }
    let inOrder = steps.sorted { $0.key < $1.key }
    return [
      Family(
        "janitor_steps_total", .counter, "Steps by what became of them.",
        inOrder.flatMap { labels, known in
          Self.outcomes.map { Sample(labels.pairs + [("outcome", $0)], known[$0]?.count ?? 0) }
        }),
      Family(
        "janitor_reclaimed_bytes_total", .counter, "Bytes that came free.",
        inOrder.map { labels, known in Sample(labels.pairs, known["done"]?.reclaimedBytes ?? 0) }),
      Family(
        "janitor_runs_total", .counter, "Runs by how they ended.",
        runs.sorted { $0.key < $1.key }.flatMap { engine, known in
          Self.endings.map { Sample([("engine", engine), ("status", $0)], known[$0] ?? 0) }
        }),
    ]
  }

  private func gauges(_ metrics: LedgerMetrics) -> [Family] {
    [
      Family(
        "janitor_last_run_timestamp_seconds", .gauge, "When the last run that ended so began.",
        metrics.runs.map { Sample([("engine", $0.engine), ("status", $0.status)], $0.last) }),
      Family(
        "janitor_last_success_timestamp_seconds", .gauge,
        "When the last run ended that finished without a failed or unknown step.",
        metrics.engines.compactMap { engine in engine.lastSuccess.map { Sample([("engine", engine.id)], $0) } }),
      Family(
        "janitor_brake_engaged", .gauge, "Whether the brake stopped the last run.",
        metrics.engines.compactMap { engine in
          engine.isBraked.map { Sample([("engine", engine.id)], $0 ? 1 : 0) }
        }),
    ]
  }

  private static let outcomes: [String] = [Outcome.Kind.done, .failed, .skipped, .unknown].map(\.rawValue)
  private static let endings: [String] = [RunStatus.finished, .interrupted, .stopped].map(\.rawValue)

  /// Whose steps are counted together.
  private struct Labels: Hashable, Comparable {
    var engine: String
    var policy: String
    var target: String
    var pairs: [(String, String)] { [("engine", engine), ("policy", policy), ("target", target)] }
    static func < (one: Self, other: Self) -> Bool {
      (one.engine, one.policy, one.target) < (other.engine, other.policy, other.target)
    }
  }
}

/// One metric with all its series.
private struct Family {
  enum Kind: String { case counter, gauge }

  let name: String
  let kind: Kind
  let help: String
  let samples: [Sample]

  init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    (self.name, self.kind, self.help, self.samples) = (name, kind, help, samples)
  }

  var text: String {
    (["# HELP \(name) \(help)", "# TYPE \(name) \(kind.rawValue)"] + samples.map { name + $0.text })
      .joined(separator: "\n")
  }
}

private struct Sample {
  let labels: [(String, String)]
  let value: String

  init(_ labels: [(String, String)], _ value: some BinaryInteger) { (self.labels, self.value) = (labels, "\(value)") }
  init(_ labels: [(String, String)], _ value: Timestamp) { self.init(labels, Int64(value.unixSeconds)) }

  var text: String {
    let pairs = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
    return (pairs.isEmpty ? "" : "{\(pairs)}") + " \(value)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
