import EngineClient
import Policies

extension Wording {
  /// `Docker 20.10.24 at unix:///var/run/docker.sock`
  static func engine(_ engine: EngineIdentity) -> String {
    let kind = engine.kind == .podman ? "Podman" : "Docker"
    return "\(kind) \(Format.safe(engine.version)) at \(Format.safe(engine.host.description))"
  }

  /// What a run did, or a dry run would do, in one sentence.
  static func sum(_ result: RunResult) -> String {
    guard result.rowCount > 0 else { return "Nothing to do." }
    let steps = counts(result)
    guard !result.isDryRun, result.plan.brake == nil else {
      let predicted = result.plan.predicted
      return predicted == .unknown
        ? "A run would take \(steps); nobody can tell what that frees."
        : "A run would take \(steps) and free \(Format.bytes(predicted))."
    }
    let troubles = troubles(
      skipped: result.count(.skipped), failed: result.count(.failed), unknown: result.count(.unknown))
    return "Did \(result.count(.done)) of \(steps): \(freed(result))\(troubles.map { ", \($0)" } ?? "")."
  }

  /// `2 skipped, 1 failed`; `nil` where all was done.
  static func troubles(skipped: Int, failed: Int, unknown: Int) -> String? {
    let parts = [(skipped, "skipped"), (failed, "failed"), (unknown, "unknown")].filter { $0.0 > 0 }
    return parts.isEmpty ? nil : parts.map { "\($0) \($1)" }.joined(separator: ", ")
  }

  /// What `docker system df` makes people expect, where the engine was asked.
  static func engineEstimate(_ result: RunResult) -> String? {
    result.engineEstimate.map {
      "The engine's own estimate is that \(Format.bytes($0.bytes)) of images are reclaimable, whatever the policies say."
    }
  }

  /// `9 MB freed`, `at least 9 MB freed (of 2 removals nobody can tell)`
  private static func freed(_ result: RunResult) -> String {
    let known = result.reclaimed
    guard result.unmeasured > 0 else { return "\(Format.bytes(known.bytes)) freed" }
    let rest = "of \(Format.count(result.unmeasured, "removal")) nobody can tell"
    return known > .zero ? "at least \(Format.bytes(known.bytes)) freed (\(rest))" : rest
  }

  /// `5 steps (remove 3 containers, remove 1 image, untag 1 image)`
  private static func counts(_ result: RunResult) -> String {
    let groups = Dictionary(grouping: result.plan.steps) { Group(verb: $0.verb.word, target: $0.target) }
    let parts = groups.sorted { ($0.key.target.rawValue, $0.key.verb) < ($1.key.target.rawValue, $1.key.verb) }
      .map { group, steps in "\(group.verb) \(count(steps.count, group.target))" }
    let steps = Format.count(result.rowCount, "step")
    return parts.isEmpty ? steps : "\(steps) (\(parts.joined(separator: ", ")))"
  }

  private struct Group: Hashable {
    var verb: String
    var target: Target
  }
}
