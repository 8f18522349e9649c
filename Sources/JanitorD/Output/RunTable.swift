import EngineClient
import History
import Housekeeping
import Policies
import Wording

/// A run, or a dry run, for people: by policy, the biggest first.
struct RunTable {
  private let result: RunResult
  private let style: Style
  private let showsKept: Bool
  private let isQuiet: Bool

  /// - Parameter isQuiet: whether only what was done (in a dry run, would be), failed or stopped by the brake is told.
  init(_ result: RunResult, style: Style, showsKept: Bool = false, isQuiet: Bool = false) {
    self.result = result
    self.style = style
    self.showsKept = showsKept
    self.isQuiet = isQuiet
  }

  /// `nil` where there is nothing to tell, which only a quiet one has.
  var text: String? {
    guard !isQuiet || result.isWorthTelling else { return nil }
    let body = result.tally.steps == 0 ? Wording.nothing(result.tally) : steps
    let kept = showsKept ? keptObjects.map { ["", $0] } ?? [] : []
    return ([heading, "", body] + kept + [""] + closing).joined(separator: "\n")
  }

  /// Names the engine that all the rest is about.
  private var heading: String {
    let policies = Format.count(result.policies, "policy", "policies")
    let what = result.isDryRun ? "dry run of \(policies)" : (result.run.map { "run \($0), " } ?? "run of ") + policies
    return "\(result.engine.words): \(what), plan \(result.planID)"
  }

  // MARK: Steps

  private var steps: String {
    let outcome: [Table.Column] = result.isDryRun ? [] : [.left("OUTCOME")]
    var table = Table(
      [.left("ACTION"), .names("OBJECT"), .right(result.isDryRun ? "FREES" : "FREED")] + outcome + [.left("WHY")])
    for group in groups {
      table.group("\(group.policy): \(title(group))")
      for row in group.rows { table.add(cells(row)) }
    }
    return table.text(style: style)
  }

  private struct Group {
    var policy: String
    var rows: [RunResult.Row]
    var bytes: ByteBounds
  }

  private var groups: [Group] {
    let told = isQuiet ? result.rows.filter { $0.outcome.kind != .skipped } : result.rows
    let rows = Dictionary(grouping: told, by: \.record.policy)
    let groups = rows.map { policy, rows in
      Group(
        policy: policy, rows: rows.sorted { ($1.bytes.weight, $0.record.number) < ($0.bytes.weight, $1.record.number) },
        bytes: rows.map(\.bytes).reduce(.zero, +))
    }
    return groups.sorted { ($1.bytes.weight, $0.policy) < ($0.bytes.weight, $1.policy) }
  }

  /// `2 images, 5.5 MB`
  private func title(_ group: Group) -> String {
    let steps = Format.count(group.rows.count, "step")
    // Nothing comes free by a stop, or of a network.
    let isCounted = group.bytes != .zero
    return isCounted ? "\(steps), \(Format.bytes(group.bytes))" : steps
  }

  private func cells(_ row: RunResult.Row) -> [Table.Cell] {
    let (step, outcome) = (row.record, row.outcome)
    let action = Table.Cell("\(step.action) \(step.target)", step.takesData ? .bad : .none)
    let why = Table.Cell(Wording.note(outcome.note) ?? step.reason, outcome.note == nil ? .faint : .none)
    let object = Table.Cell(step.objectName)
    guard !result.isDryRun else {
      let frees = step.action == Verb.remove.word ? Format.bytes(row.predicted) : "-"
      return [action, object, Table.Cell(frees), why]
    }
    let isUnmeasured = outcome.kind == .done && step.action == Verb.remove.word
    let freed = outcome.reclaimed.map { Format.bytes($0.bytes) } ?? (isUnmeasured ? "unknown" : "-")
    let word = outcome.kind == .planned ? "not begun" : outcome.kind.rawValue
    return [action, object, Table.Cell(freed), Table.Cell(word, outcome.kind.emphasis), why]
  }

  // MARK: What stays

  /// Several policies may have looked at one object; what one of them takes is not kept.
  private var kept: [Kept] {
    let going = Set(result.plan.steps.map(\.objectID))
    return result.plan.kept.filter { !going.contains($0.id) }
  }

  private var keptObjects: String? {
    guard !kept.isEmpty else { return nil }
    var table = Table([.names("KEPT"), .left("WHY")])
    let policies = Dictionary(grouping: kept, by: \.policy)
    for (policy, objects) in policies.sorted(by: { $0.key < $1.key }) {
      table.group("\(policy): \(Format.count(objects.count, "object")) kept")
      for object in objects.sorted(by: { ($0.name, $0.id) < ($1.name, $1.id) }) {
        table.add([
          Table.Cell("\(object.target.singular) \(object.name)"), Table.Cell(Wording.why(object.reason), .faint),
        ])
      }
    }
    return table.text(style: style)
  }

  private var keptCounts: String? {
    let reasons = Dictionary(grouping: kept) { Wording.kept($0.reason) }.mapValues { Set($0.map(\.id)).count }
    guard !reasons.isEmpty else { return nil }
    let parts = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($1) \($0)" }
    return "Selected by a policy and kept: \(parts.joined(separator: ", "))."
  }

  // MARK: The sum

  private var closing: [String] {
    let omitted: [(String?, Style.Emphasis)] = result.plan.omitted.map { (Format.safe(Wording.omitted($0)), .warning) }
    let sentences: [(String?, Style.Emphasis)] = [
      (result.plan.brake.map { "The" + Wording.brake($0).dropFirst("the".count) }, .warning),
      (result.tally.steps == 0 ? nil : Wording.sum(result.tally), .bold),
      (isQuiet ? nil : result.engineEstimate.map(Wording.engineEstimate), .none),
      (isQuiet ? nil : Wording.unseenLogs(result.plan.unseenLogs), .none),
      (isQuiet ? nil : keptCounts, .none),
      (Wording.unseen(result.plan.unseen).map(Format.safe), .warning),
      (result.wasStopped ? "Stopped before the end, as told; the next run goes on." : nil, .warning),
      (result.isDryRun ? "Nothing was changed\(next)." : nil, .none),
    ]
    return (omitted + sentences).compactMap { text, emphasis in
      text.map { style.text(style.hanging($0, by: 0), emphasis) }
    }
  }

  private var next: String {
    result.plan.steps.isEmpty || result.plan.brake != nil
      ? "" : "; `janitor run --plan \(result.planID)` does just this"
  }
}

extension RunResult {
  /// Whether anything was done, or would be, failed, or was stopped by the brake.
  var isWorthTelling: Bool {
    plan.brake != nil || tally.hasTroubles || rows.contains { $0.outcome.kind != .skipped }
  }
}

extension RunResult.Row {
  /// What came free, or would.
  fileprivate var bytes: ByteBounds {
    switch outcome.kind {
    case .planned: predicted
    case .done where record.action == Verb.remove.word: outcome.reclaimed.map { ByteBounds(exactly: $0) } ?? .unknown
    default: .zero
    }
  }
}

extension ByteBounds {
  /// As much as it may be, for the order of rows.
  fileprivate var weight: ByteCount { upper ?? lower }
}

extension StepRecord {
  /// Whether it takes what nobody can pull or build again.
  fileprivate var takesData: Bool { action == Verb.remove.word && target == Target.volumes.singular }
}

extension Outcome.Kind {
  var emphasis: Style.Emphasis {
    switch self {
    case .planned, .intended: .none
    case .done: .good
    case .skipped, .unknown: .warning
    case .failed: .bad
    }
  }
}
