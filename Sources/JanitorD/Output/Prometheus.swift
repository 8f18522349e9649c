import History
import Policies

/// The ledger's counters in Prometheus' text format, for node_exporter's textfile collector.
///
/// They fall when `[history] keep` lets runs go, which `rate()` and `increase()` take for a restart.
struct Prometheus {
  private let metrics: LedgerMetrics

  init(_ metrics: LedgerMetrics) { self.metrics = metrics }

  var text: String {
    var lines: [String] = []
    func family(
      _ name: String, _ type: String, _ help: String, _ samples: [(labels: [(String, String)], value: String)]
    ) {
      lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
      for sample in samples {
        let labels = sample.labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        lines.append("\(name){\(labels)} \(sample.value)")
      }
    }
    family(
      "janitor_steps_total", "counter", "Steps by what became of them.",
      metrics.steps.map { steps in
        (Self.labels(steps) + [("outcome", steps.outcome)], "\(steps.count)")
      })
    family(
      "janitor_reclaimed_bytes_total", "counter", "Bytes that came free.",
      metrics.steps.filter { $0.outcome == "done" }.map { (Self.labels($0), "\($0.reclaimedBytes)") })
    family(
      "janitor_runs_total", "counter", "Runs by how they ended.",
      metrics.runs.map { runs in
        ([("engine", runs.engine), ("status", runs.status)], "\(runs.count)")
      })
    family(
      "janitor_last_run_timestamp_seconds", "gauge", "When the last run that ended so began.",
      metrics.runs.map { runs in
        ([("engine", runs.engine), ("status", runs.status)], "\(Int64(runs.last.unixSeconds))")
      })
    return lines.joined(separator: "\n")
  }

  private static func labels(_ steps: LedgerMetrics.Steps) -> [(String, String)] {
    [("engine", steps.engine), ("policy", steps.policy), ("target", steps.target)]
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
