import Policies

extension Wording {
  /// A policy in plain English, one sentence.
  static func policy(_ policy: Policy) -> String {
    var sentence = "\(policy.action == .stop ? "stops" : "removes") \(noun(policy))"
    let tests = filters(policy)
    if !tests.isEmpty { sentence += " " + tests.joined(separator: " and ") }
    if let limit = policy.olderThan { sentence += ", \(age(policy)) more than \(Format.limit(limit)) ago" }
    if let keepLast = policy.keepLast { sentence += ", but keeps the newest \(keepLast.count)\(per(keepLast))" }
    if !policy.exceptions.isEmpty {
      sentence += "; never what has " + policy.exceptions.map(\.text).joined(separator: " or ")
    }
    if policy.action == .stop {
      sentence += "; each has \(policy.stopTimeout.map(Format.limit) ?? "the engine's usual time") to end by itself"
    }
    return sentence + "."
  }

  private static func noun(_ policy: Policy) -> String {
    switch policy.target {
    case .images: "images that no container uses"
    case .containers: policy.action == .stop ? "running containers" : "stopped containers"
    }
  }

  private static func filters(_ policy: Policy) -> [String] {
    policy.filters.groups.sorted { $0.key.rawValue < $1.key.rawValue }.map { key, filters in
      let all = key == .label || key == .notLabel
      return "with " + filters.map(\.text).joined(separator: all ? " and " : " or ")
    }
  }

  private static func age(_ policy: Policy) -> String {
    switch policy.since {
    case .finished: "finished"
    case .created: policy.target == .images ? "built" : "created"
    case .started: "started"
    case .lastUsed: "last used (or first seen)"
    case .tagged: "last tagged"
    }
  }

  private static func per(_ keepLast: KeepLast) -> String {
    switch keepLast.grouping {
    case nil: ""
    case .repository: " of each repository"
    case .label(let key): " of each value of the label \(key)"
    }
  }
}
