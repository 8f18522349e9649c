package import Policies

extension Wording {
  /// A policy in plain English, one sentence.
  package static func policy(_ policy: Policy) -> String {
    var sentence = "\(policy.action == .stop ? "stops" : "removes") \(noun(policy))"
    let tests = filters(policy)
    if !tests.isEmpty { sentence += " " + tests.joined(separator: " and ") }
    if let limit = policy.olderThan {
      sentence +=
        policy.since == .unused
        ? ", seen unused for more than \(Format.limit(limit))" : ", \(age(policy)) more than \(Format.limit(limit)) ago"
    }
    if let pressure = policy.trigger.pressure {
      sentence += ", once they take more than \(Format.bytes(pressure.largerThan.bytes)) together, the longest unused"
      sentence += " first, until \(Format.bytes(pressure.downTo.bytes)) are left"
    }
    if policy.takesVolumes { sentence += ", with the anonymous volumes that only they use" }
    if let keepLast = policy.keepLast { sentence += ", but keeps the newest \(keepLast.count)\(per(keepLast))" }
    if !policy.exceptions.isEmpty {
      sentence += "; never what has " + policy.exceptions.map(filter).joined(separator: " or ")
    }
    if policy.action == .stop {
      sentence += "; each has \(policy.stopTimeout.map(Format.limit) ?? "the engine's usual time") to end by itself"
    }
    if let every = policy.trigger.every { sentence += "; at most every \(Format.limit(every)) with --due" }
    return sentence + "."
  }

  private static func noun(_ policy: Policy) -> String {
    switch policy.target {
    case .images: "images that no container uses"
    case .containers: policy.action == .stop ? "running containers" : "stopped containers"
    case .volumes:
      policy.takesNamed ? "volumes, named ones too, that no container has" : "anonymous volumes that no container has"
    case .networks: "networks that no container has"
    case .buildCache: "records of the build cache that no build uses"
    }
  }

  private static func filters(_ policy: Policy) -> [String] {
    policy.filters.groups.sorted { $0.key.rawValue < $1.key.rawValue }.map { key, filters in
      let all = key == .label || key == .notLabel
      return "with " + filters.map(filter).joined(separator: all ? " and " : " or ")
    }
  }

  /// A filter, and what its value is where that is not plain.
  private static func filter(_ filter: Filter) -> String {
    switch filter {
    case .name(let pattern), .idPattern(let pattern):
      "\(filter.text) (\(pattern.isPlain ? "anywhere in the \(filter.key.rawValue)" : "a regular expression"))"
    default: filter.text
    }
  }

  private static func age(_ policy: Policy) -> String {
    switch policy.since {
    case .finished: "finished"
    case .created: policy.target == .images ? "built" : "created"
    case .started: "started"
    case .lastUsed: policy.target == .images ? "last used (or first seen)" : "last used"
    case .unused: "first seen unused"
    case .tagged: "last tagged"
    }
  }

  private static func per(_ keepLast: KeepLast) -> String {
    switch keepLast.grouping {
    case nil: ""
    case .repository: " of each repository"
    case .composeService: " of each Compose service"
    case .network: " of each network"
    case .label(let key): " of each value of the label \(key)"
    }
  }
}
