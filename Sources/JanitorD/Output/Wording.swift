import EngineClient
import Glibc
import Policies

/// The one place where facts become sentences.
enum Wording {
  /// `1 container`, `3 records of the build cache`
  static func count(_ number: Int, _ target: Target) -> String {
    switch target {
    case .buildCache: Format.count(number, "record of the build cache", "records of the build cache")
    case .containers, .images, .volumes, .networks: Format.count(number, target.singular)
    }
  }

  /// Why a step is taken: `exited (1) 3d 4h ago, older than 24h`.
  static func reason(_ reason: SweepReason) -> String {
    var parts = [condition(reason)]
    if let limit = reason.limit {
      switch (reason.condition, reason.origin) {
      case (.container, _): parts.append("older than \(Format.limit(limit))")
      case (_, .unused): parts.append("longer than \(Format.limit(limit))")
      default: parts.append("\(since(reason.origin)) \(ago(reason.elapsed)), older than \(Format.limit(limit))")
      }
    }
    if let excess = reason.excess { parts.append(self.excess(excess)) }
    if let rank = reason.beyond { parts.append("not among the newest \(rank.kept)\(ofGroup(rank.group))") }
    switch reason.volumes {
    case .taken(let count): parts.append("with \(Format.count(count, "anonymous volume"))")
    case .left(let count): parts.append("leaves \(Format.count(count, "anonymous volume")) behind")
    case nil: break
    }
    return parts.joined(separator: ", ")
  }

  private static func condition(_ reason: SweepReason) -> String {
    switch reason.condition {
    case .container(let state, let code):
      var text = state.word + (code.map { " (\($0))" } ?? "")
      // "exited 3d ago" says it all; "running, started 3d ago" needs the verb.
      if let elapsed = reason.elapsed {
        let ends = state == .exited && reason.origin == .finished || state == .created && reason.origin == .created
        text += ends ? " \(ago(elapsed))" : ", \(since(reason.origin)) \(ago(elapsed))"
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

  static func since(_ origin: AgeOrigin) -> String {
    switch origin {
    case .finished: "finished"
    case .created: "created"
    case .started: "started"
    case .lastUsed: "last used"
    case .tagged: "tagged"
    case .unused: "unused"
    }
  }

  /// Why objects stay, in two words for a summary: `5 too young`.
  static func kept(_ reason: KeepReason) -> String {
    switch reason {
    case .notSelected: "not selected"
    case .excepted: "excepted"
    case .protected: "protected"
    case .janitorItself: "janitor itself"
    case .managed(let manager): "managed by \(manager.rawValue)"
    case .inState(let state): state.word
    case .dormant: "dormant (restart policy)"
    case .inUse, .inUseByEngine: "in use"
    case .hasChildren: "with images built on them"
    case .newest: "among the newest"
    case .ungrouped: "without a group"
    case .tooYoung: "too young"
    case .ageUnknown: "of unknown age"
    case .named: "named"
    case .predefined: "predefined"
    case .partOfProject: "part of a Compose project that has containers"
    case .withinLimit: "within the size that is allowed"
    case .holdsCache: "with cache built on them"
    case .sharedWithImage: "shared with an image"
    case .unknown: "not fully known"
    }
  }

  /// Why a step was not simply done; `nil` where there is nothing to say.
  static func note(_ note: Outcome.Note?) -> String? {
    switch note {
    case nil: nil
    case .alreadyGone: "already gone"
    case .alreadyStopped: "already stopped"
    case .beingRemoved: "somebody else is removing it"
    case .changed(let changes): "changed since the plan: " + changes.map(change).joined(separator: ", ")
    case .noLongerPlanned(let reason?): "changed since the plan: \(kept(reason)) now"
    case .noLongerPlanned(nil): "changed since the plan: gone, altered, or not selected any more"
    case .inUse(let containers):
      "in use now by " + containers.map { String($0.description.prefix(12)) }.joined(separator: ", ")
    case .keptByEngine: "the engine left it where it is"
    case .notBegun: "not begun: janitor was told to stop"
    case .refused(let status, let message): "the engine refused (\(status)): \(message)"
    case .unanswered(let what): "no answer: \(what); the next run will show what became of it"
    case .error(let text): text
    }
  }

  /// What the figures of a plan leave out; `nil` where nothing is.
  static func unseenLogs(_ containers: Int) -> String? {
    guard containers > 0 else { return nil }
    let whose = Format.count(containers, "container")
    return "Logs of \(whose) are not counted: janitor cannot see their files."
  }

  private static func change(_ change: Change) -> String {
    switch change {
    case .state(let from, let to): "it was \(from.word) and is \(to.word)"
    case .restarted: "it ran again"
    case .renamed(let name): "it is called \(name)"
    case .relabelled: "its labels changed"
    case .restartPolicy: "its restart policy changed"
    case .retagged(let now): now.isEmpty ? "its tags are gone" : "its tags are \(now.joined(separator: ", "))"
    case .taggedAgain: "it was tagged again"
    case .image: "it uses another image"
    case .replaced: "it is not the same any more"
    case .inUse: "a build uses it"
    case .used: "a build used it"
    }
  }

  static func brake(_ trip: BrakeTrip) -> String {
    switch trip {
    case .steps(let planned, let limit):
      """
      the brake stopped the run: \(planned) steps are planned, and [brake] steps allows \(limit). \
      Look at the dry run; then raise `steps`, or run one policy at a time with --policy.
      """
    case .share(let target, let removed, let all, let limit):
      """
      the brake stopped the run: it would remove \(removed) of \(all) \(target.rawValue), and [brake] share allows \
      \(Format.percent(limit)). Look at the dry run; then raise `share`, or run one policy at a time with --policy.
      """
    }
  }

  /// How sure the bytes of images are, for how the engine keeps them.
  static func store(_ store: ImageStore) -> String {
    switch store {
    case .layers: "bytes of images are exact"
    case .snapshots, .unknown: "bytes of images are predicted within bounds and measured afterwards"
    }
  }

  /// What became of a step that its run left open, and how that was found out.
  ///
  /// - Parameter error: why the run could not tell; `nil` where it died.
  static func settlement(error: String?, finding: String) -> String {
    "\(error ?? "the run died"); found out later by asking the engine for it: \(finding)"
  }

  static func settled(_ count: Int) -> String {
    "asked the engine what became of \(Format.count(count, "step")) that an earlier run left open, and recorded it"
  }

  /// Why a text names no engine.
  static func host(_ error: EngineHostError) -> String {
    switch error {
    case .noScheme(let text): "'\(text)' is no engine; write unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST"
    case .unsupportedScheme(let scheme):
      "\(scheme):// is not supported; write unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST"
    case .noPath(let text): "'\(text)' needs an absolute path, as in unix:///var/run/docker.sock"
    case .pathTooLong(let text): "'\(text)' is longer than a socket's path can be (107 bytes)"
    case .noHost(let text): "'\(text)' names no host, as in tcp://ci-1:2376 or ssh://ci-1"
    case .badPort(let text): "'\(text)' has no port between 1 and 65535"
    case .badUser(let text): "'\(text)' names a user of other characters than letters, digits and . _ - + @"
    case .badSocket(let text):
      "'\(text)' has other characters in the socket's path than letters, digits and / . _ - + @ : , ="
    case .password: "a password in an engine's address is nothing that ssh takes; use a key, and write ssh://USER@HOST"
    }
  }

  /// What went wrong with an engine, and what to do about it.
  static func engine(_ error: EngineError) -> String {
    switch error {
    case .unreachable(let host, let reason): "no engine answers at \(host): \(unreachable(reason))"
    case .timedOut(let request, let limit):
      "the engine did not answer \(request) within \(Format.duration(limit)); it may hang"
    case .disconnected(let request, nil): "the engine closed the connection in the middle of \(request)"
    case .disconnected(let request, let failure?): "the connection broke in the middle of \(request): \(ssh(failure))"
    case .refused(let request, let status, let message): "the engine refused \(request) (\(status)): \(message)"
    case .undecodable(let request, let detail): "the engine's answer to \(request) makes no sense: \(detail)"
    case .tooLarge(let request, let limit):
      "the engine's answer to \(request) is larger than \(Format.bytes(Int64(limit)))"
    case .incompatible(let minimum, let maximum):
      """
      the engine speaks API \(minimum.map { "\($0) to " } ?? "up to ")\(maximum), and janitor 1.41 to 1.51
      """
    }
  }

  static func unreachable(_ reason: EngineError.Unreachable) -> String {
    switch reason {
    case .absent: "there is no such socket; is the engine running?"
    case .refused: "the connection was refused; is the engine running?"
    case .notPermitted where geteuid() == 0: "permission denied, even to root; does a sandbox withhold it?"
    case .notPermitted: "permission denied; run as root or join the group of the socket"
    case .unresolved: "the host name does not resolve"
    case .tls(let detail): "TLS failed: \(detail)"
    case .ssh(let failure): "\(ssh(failure)); \(remedy(failure))"
    case .other(let detail): detail
    }
  }
}
