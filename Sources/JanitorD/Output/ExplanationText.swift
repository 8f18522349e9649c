import History
import Housekeeping
import Policies
import Wording

/// Explanations for people.
struct ExplanationText {
  let style: Style
  let now: Timestamp

  func text(_ explanations: [Explanation], past: [PastStep]) -> String {
    guard !explanations.isEmpty else {
      return "It is not there any more. What runs did to it:\n\n"
        + HistoryTable(style: style).text(run: nil, steps: past)
    }
    return explanations.map(text).joined(separator: "\n\n")
  }

  private func text(_ explanation: Explanation) -> String {
    let name = explanation.name == explanation.id ? "" : " \(explanation.name)"
    var lines = [
      style.bold(Format.safe("\(explanation.target.singular)\(name)")) + "  " + Format.safe(explanation.id),
      "  " + style.hanging(Format.safe(explanation.facts), by: 2),
    ]
    if explanation.verdicts.isEmpty {
      lines.append("  No policy is for \(explanation.target.rawValue).")
    }
    let width = explanation.verdicts.map(\.policy.name.count).max() ?? 0
    for verdict in explanation.verdicts {
      let name = verdict.policy.name + String(repeating: " ", count: width - verdict.policy.name.count)
      let off = verdict.policy.isEnabled ? "" : " (the policy is off)"
      let text = Format.safe(Wording.verdict(verdict, now: now)) + off
      lines.append("  \(style.bold(name))  " + style.hanging(text, by: width + 4))
    }
    lines.append("  " + style.hanging(next(explanation), by: 2))
    if !explanation.past.isEmpty {
      lines += ["", HistoryTable(style: style).text(run: nil, steps: explanation.past)]
    }
    return lines.joined(separator: "\n")
  }

  private func next(_ explanation: Explanation) -> String {
    let alone = explanation.alone.map { "; alone it would free \(Format.bytes($0))" } ?? ""
    guard let last = explanation.steps.last else { return "The next run leaves it\(alone)." }
    let steps = explanation.steps.map { step in
      step.verb.word + (step.verb == .remove ? "" : " \(Format.safe(step.objectName))")
    }.joined(separator: ", ")
    let freed = last.verb == .remove ? ", which with its plan frees \(Format.bytes(last.predicted))" : ""
    return "The next run does: \(steps) (\(last.policy))\(freed)\(alone)."
  }

  /// The policies in plain English, with what each holds.
  func text(_ holdings: [Explainer.Holding]) -> String {
    holdings.map { holding in
      let steps = holding.plan.steps
      var lines = [style.sentence(on: holding.policy)]
      if let omitted = holding.plan.omitted.first {
        let why = Format.safe(Wording.unlisted(omitted.list, omitted.error))
        return (lines + ["  " + style.hanging("What it takes now is not known: \(why).", by: 2)]).joined(
          separator: "\n")
      }
      let objects = Set(steps.map(\.objectID)).count
      let takes =
        steps.isEmpty
        ? "takes nothing now"
        : "would take \(Wording.count(objects, holding.policy.target)) now"
          + (holding.policy.action == .remove ? " and free \(Format.bytes(holding.plan.predicted))" : "")
      let kept = Dictionary(grouping: holding.plan.kept) { Wording.kept($0.reason) }.mapValues(\.count)
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($1) \($0)" }
      let rest = kept.isEmpty ? "" : "; kept: \(kept.joined(separator: ", "))"
      lines.append("  " + style.hanging("It \(takes)\(rest).", by: 2))
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
