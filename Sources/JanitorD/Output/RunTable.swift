import EngineClient
import History
import Policies

/// A run, or a dry run, for people.
struct RunTable {
  private let result: RunResult
  private let style: Style

  init(_ result: RunResult, style: Style) {
    self.result = result
    self.style = style
  }

  var text: String {
    let body = result.rows.isEmpty ? "Nothing to do." : steps
    return ([heading, "", body, ""] + closing).joined(separator: "\n")
  }

  /// Names the engine that all the rest is about.
  private var heading: String {
    let engine = result.engine
    let kind = engine.kind == .podman ? "Podman" : "Docker"
    let what = result.isDryRun ? "dry run" : "run \(result.run.map { "\($0.description)" } ?? "")"
    let policies = Format.count(result.policies, "policy", "policies")
    return "\(kind) \(Format.safe(engine.version)) at \(Format.safe(engine.host.description)): \(what) of \(policies), "
      + "plan \(result.planID)"
  }

  private var steps: String {
    var columns: [(title: String, alignment: Table.Alignment)] = [
      ("ACTION", .left), ("OBJECT", .left), ("POLICY", .left),
    ]
    columns.append(contentsOf: [(result.isDryRun ? "FREES" : "FREED", .right)])
    if !result.isDryRun { columns.append(("OUTCOME", .left)) }
    columns.append(("WHY", .left))
    var table = Table(columns)
    for row in result.rows {
      let (step, outcome) = (row.record, row.outcome)
      var cells = ["\(step.action) \(step.target)", step.objectName, step.policy]
      if result.isDryRun {
        cells.append(step.action == Verb.remove.word ? Format.bytes(row.predicted) : "-")
      } else {
        cells.append(outcome.reclaimed.map { Format.bytes($0.bytes) } ?? (outcome.kind == .done ? "unknown" : "-"))
        cells.append(outcome.kind == .planned ? "not begun" : outcome.kind.rawValue)
      }
      cells.append(Wording.note(outcome.note) ?? step.reason)
      table.add(cells)
    }
    return table.text(style: style)
  }

  private var closing: [String] {
    var lines: [String] = []
    if let trip = result.plan.brake { lines.append(style.yellow("Brake: " + Wording.brake(trip))) }
    if result.isDryRun {
      if !result.plan.steps.isEmpty {
        let predicted = result.plan.predicted
        lines.append(
          predicted == .unknown
            ? "A run would take \(counts); nobody can tell what that frees."
            : "A run would take \(counts) and free \(Format.bytes(predicted)).")
      }
    } else if result.plan.brake == nil, !result.rows.isEmpty {
      lines.append("Did \(result.count(.done)) of \(counts): \(freed)\(troubles).")
    }
    if let note = Wording.unseenLogs(result.plan.unseenLogs) { lines.append(note) }
    if let kept { lines.append(kept) }
    if result.wasStopped { lines.append(style.yellow("Stopped before the end, as told; the next run goes on.")) }
    if result.isDryRun {
      lines.append(
        result.plan.steps.isEmpty
          ? "Nothing was changed." : "Nothing was changed; `janitor run --plan \(result.planID)` does just this.")
    }
    return lines
  }

  /// `9 MB freed`, `at least 9 MB freed (of 2 removals nobody can tell)`
  private var freed: String {
    let known = result.reclaimed
    guard result.unmeasured > 0 else { return "\(Format.bytes(known.bytes)) freed" }
    let rest = "of \(Format.count(result.unmeasured, "removal")) nobody can tell"
    return known > .zero ? "at least \(Format.bytes(known.bytes)) freed (\(rest))" : rest
  }

  private var troubles: String {
    let kinds: [(Outcome.Kind, String)] = [(.skipped, "skipped"), (.failed, "failed"), (.unknown, "unknown")]
    return kinds.map { ($1, result.count($0)) }.filter { $1 > 0 }.map { ", \($1) \($0)" }.joined()
  }

  /// `5 steps (remove 3 containers, remove 1 image, untag 1 image)`
  private var counts: String {
    let groups = Dictionary(grouping: result.plan.steps) { Group(verb: $0.verb.word, target: $0.target) }
    let parts = groups.sorted { ($0.key.target.rawValue, $0.key.verb) < ($1.key.target.rawValue, $1.key.verb) }
      .map { group, steps in "\(group.verb) \(Wording.count(steps.count, group.target))" }
    let steps = Format.count(result.rows.count, "step")
    return parts.isEmpty ? steps : "\(steps) (\(parts.joined(separator: ", ")))"
  }

  private struct Group: Hashable {
    var verb: String
    var target: Target
  }

  private var kept: String? {
    // Several policies may have looked at one object; what one of them takes is not kept.
    let going = Set(result.plan.steps.map(\.objectID))
    let staying = result.plan.kept.filter { !going.contains($0.id) }
    let reasons = Dictionary(grouping: staying) { Wording.kept($0.reason) }.mapValues { Set($0.map(\.id)).count }
    guard !reasons.isEmpty else { return nil }
    let parts = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($1) \($0)" }
    return "Selected by a policy and kept: \(parts.joined(separator: ", "))."
  }
}
