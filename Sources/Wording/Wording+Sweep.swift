package import Policies

extension Wording {
  /// Why a step is taken: `exited (1) 3d 4h ago, older than 24h`.
  package static func reason(_ reason: SweepReason) -> String {
    var parts = [condition(reason)]
    if let limit = reason.limit {
      switch (reason.condition, reason.origin) {
      case (.container, _): parts.append("older than \(Format.limit(limit))")
      case (_, .unused): parts.append("longer than \(Format.limit(limit))")
      default:
        parts.append(
          "\(since(reason.origin, reason.standIn)) \(ago(reason.elapsed))\(flaw(reason.standIn)), "
            + "older than \(Format.limit(limit))")
      }
    }
    if let excess = reason.excess { parts.append(self.excess(excess)) }
    if let rank = reason.beyond { parts.append("not among the newest \(rank.kept)\(ofGroup(rank.group))") }
    if let taken = reason.volumes?.taken, taken > 0 { parts.append("with \(Format.count(taken, "anonymous volume"))") }
    if let left = reason.volumes?.left, left > 0 {
      parts.append("leaves \(Format.count(left, "anonymous volume")) behind")
    }
    return parts.joined(separator: ", ")
  }

  private static func condition(_ reason: SweepReason) -> String {
    switch reason.condition {
    case .container(let state, let code):
      var text = state.word + (code.map { " (\($0))" } ?? "")
      // "exited 3d ago" says it all; "running, started 3d ago" needs the verb.
      if let elapsed = reason.elapsed {
        let ends =
          reason.standIn == nil
          && (state == .exited && reason.origin == .finished || state == .created && reason.origin == .created)
        text +=
          ends ? " \(ago(elapsed))" : ", \(since(reason.origin, reason.standIn)) \(ago(elapsed))\(flaw(reason.standIn))"
      }
      return text
    case .dangling: return "dangling"
    case .unused where reason.origin == .unused:
      return reason.elapsed.map { "unused for \(Format.duration($0))" } ?? "unused"
    case .unused: return "unused"
    case .cached(let isShared): return isShared ? "cached, and shared with an image" : "cached"
    case .freed(let containers): return "freed by the removal of \(Format.count(containers.count, "container"))"
    }
  }

  private static func excess(_ excess: Excess) -> String {
    "\(Format.bytes(excess.total.bytes)) of cache is more than \(Format.bytes(excess.pressure.largerThan.bytes))"
  }

  private static func ago(_ elapsed: Duration?) -> String { elapsed.map { "\(Format.duration($0)) ago" } ?? "long ago" }

  /// A group may be a label's value, of any length.
  private static func ofGroup(_ group: String) -> String { group.isEmpty ? "" : " of \(Format.cut(group))" }

  /// What an age counts from.
  static func since(_ origin: AgeOrigin, _ standIn: StandIn?) -> String {
    switch standIn?.evidence {
    case nil: since(origin)
    case .firstSeen: "first seen"
    case .tagged: "tagged"
    case .untagged: "first seen without a tag"
    case .created: "created"
    case .started: "last started"
    case .finished: "finished"
    case .seenEnded: "first seen not running"
    }
  }

  /// Why it does not count from the date that was asked for.
  static func flaw(_ standIn: StandIn?) -> String {
    guard let standIn else { return "" }
    let day = standIn.date.map { ", \($0.rfc3339.prefix(10))," } ?? ""
    let date = "\(self.date(of: standIn.origin))\(day)"
    switch standIn.flaw {
    case .madeUp: return " (\(date) is made up)"
    case .future: return " (\(date) has not come yet)"
    case .shared: return " (\(date) is that of other images as well)"
    case .beforeCreation: return " (\(date) is before its creation)"
    case .beforeStart: return " (\(date) is before its last start)"
    case .missing: return " (the engine has no date of its end)"
    }
  }

  private static func date(of origin: AgeOrigin) -> String {
    switch origin {
    case .finished: "the date of its end"
    case .started: "the date of its start"
    case .created, .lastUsed, .tagged, .unused: "its date of creation"
    }
  }

  package static func since(_ origin: AgeOrigin) -> String {
    switch origin {
    case .finished: "finished"
    case .created: "created"
    case .started: "started"
    case .lastUsed: "last used"
    case .tagged: "tagged"
    case .unused: "unused"
    }
  }
}
