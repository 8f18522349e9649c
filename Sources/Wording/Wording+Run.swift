package import Policies

extension Wording {
  /// What a run did, or a dry run would do, in one sentence.
  package static func sum(_ tally: Tally) -> String {
    guard tally.steps > 0 else { return nothing(tally) }
    let steps = counts(tally)
    guard tally.isCarriedOut else {
      // Of a stored plan, what changed since.
      let left = tally.steps - tally.skipped
      guard left > 0 else { return "A run would take none of \(steps): each has changed since the plan." }
      if tally.skipped > 0 {
        let frees = tally.predicted == .unknown ? "" : " and free \(Format.bytes(tally.predicted))"
        return "A run would take \(left) of \(steps)\(frees), and skip \(tally.skipped)."
      }
      return tally.predicted == .unknown
        ? "A run would take \(steps); nobody can tell what that frees."
        : "A run would take \(steps) and free \(Format.bytes(tally.predicted))."
    }
    let troubles = troubles(skipped: tally.skipped, failed: tally.failed, unknown: tally.unknown)
    return "Did \(tally.done) of \(steps): \(freed(tally))\(troubles.map { ", \($0)" } ?? "")."
  }

  /// That there is no step, which is no success where something could not be seen.
  package static func nothing(_ tally: Tally) -> String {
    if tally.omitted > 0 { return "Nothing to do by the policies that took part." }
    return tally.notAsked > 0 ? "Nothing to do with what could be looked at." : "Nothing to do."
  }

  /// `2 skipped, 1 failed`; `nil` where all was done.
  package static func troubles(skipped: Int, failed: Int, unknown: Int) -> String? {
    let parts = [(skipped, "skipped"), (failed, "failed"), (unknown, "unknown")].filter { $0.0 > 0 }
    return parts.isEmpty ? nil : parts.map { "\($0) \($1)" }.joined(separator: ", ")
  }

  /// What `docker system df` makes people expect.
  package static func engineEstimate(_ reclaimable: ByteCount) -> String {
    "The engine's own estimate is that \(Format.bytes(reclaimable.bytes)) of images are reclaimable, whatever the policies say."
  }

  /// `9 MB freed`, `at least 9 MB freed (of 2 removals nobody can tell)`
  private static func freed(_ tally: Tally) -> String {
    let known = "\(Format.bytes(tally.reclaimed.bytes)) freed"
    guard tally.unmeasured > 0 else { return known }
    let rest = "of \(Format.count(tally.unmeasured, "removal")) nobody can tell"
    return tally.reclaimed > .zero ? "at least \(known) (\(rest))" : rest
  }

  /// `5 steps (remove 3 containers, remove 1 image, untag 1 image)`
  private static func counts(_ tally: Tally) -> String {
    let parts = tally.parts.map { "\($0.verb) \(count($0.steps, $0.target))" }
    let steps = Format.count(tally.steps, "step")
    return parts.isEmpty ? steps : "\(steps) (\(parts.joined(separator: ", ")))"
  }
}
