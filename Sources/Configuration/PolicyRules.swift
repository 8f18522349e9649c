import Policies

/// What the keys of a policy ask of each other.
struct PolicyRules {
  let table: TableReader<PolicyKey>
  let header: Region
  /// `nil` where it is left out or wrong; then it is judged as the default, `remove`.
  let action: PolicyAction?
  let target: Target?

  func check(_ findings: inout Findings) {
    if action == .stop {
      checkStop(&findings)
    } else if table.lacks(.action) || action != nil {
      checkRemove(&findings)
    }
    checkGrouping(&findings)
    checkTarget(&findings)
    if let since = table[.since], table.lacks(.olderThan), table.lacks(.keepLast) {
      findings.add(
        "since does nothing here", at: since.keyAt,
        hint: "it says what older-than and keep-last count from: add one of them, or leave it out")
    }
  }

  private func checkStop(_ findings: inout Findings) {
    if let target, target != .containers, let entry = table[.action] {
      findings.add(
        "\(target.rawValue) cannot be stopped", at: entry.node.at, hint: "action = \"stop\" is for containers")
    }
    if hasNothing(in: .filter) {
      findings.add(
        "a policy that stops needs a filter", at: header,
        hint: "say which containers are meant, as in filter = [\"restart=no\"]")
    }
    if let entry = table[.keepLast] {
      findings.add("keep-last is only for action = \"remove\"", at: entry.keyAt, hint: "leave it out")
    }
    if target == .containers, let entry = table[.since], case .string(AgeOrigin.finished.rawValue) = entry.node.value {
      findings.add(
        "a container that is to be stopped has not finished", at: entry.node.at,
        hint: "since is \"started\" or \"created\" here")
    }
  }

  private func checkRemove(_ findings: inout Findings) {
    if let entry = table[.stopTimeout] {
      findings.add("stop-timeout is only for action = \"stop\"", at: entry.keyAt, hint: "leave it out")
    }
    if hasNothing(in: .filter), table.lacks(.olderThan), table.lacks(.keepLast), table.lacks(.when), target != .volumes
    {
      findings.add(
        "this policy selects everything", at: header,
        hint: "add a filter, older-than or keep-last; older-than = \"0s\" if everything is meant")
    }
  }

  private func checkGrouping(_ findings: inout Findings) {
    guard let per = table[.per] else { return }
    if table.lacks(.keepLast) {
      findings.add("per does nothing without keep-last", at: per.keyAt, hint: "as in keep-last = 3")
    }
    guard let target, case .string(let word) = per.node.value else { return }
    let kinds = target.groupings
    if ["repository", "compose-service", "network"].contains(word), !kinds.contains(word) {
      let words = kinds.map { "\"\($0)\"" }.joined(separator: " or ")
      let thing = word == "compose-service" ? "Compose service" : word
      findings.add(
        "\(target.rawValue) have no \(thing)", at: per.node.at,
        hint: kinds.isEmpty ? "leave it out" : "per is \(words) for \(target.rawValue)")
    }
  }

  /// Keys that are for one kind of object, and what a kind cannot do without.
  private func checkTarget(_ findings: inout Findings) {
    let owners: [(PolicyKey, Target)] = [(.volumes, .containers), (.named, .volumes), (.when, .buildCache)]
    for (key, owner) in owners {
      guard let entry = table[key], let target, target != owner else { continue }
      findings.add("\(key.rawValue) is only for \(owner.rawValue)", at: entry.keyAt, hint: "leave it out")
    }
    if let entry = table[.volumes], action == .stop, target == .containers {
      findings.add("volumes is only for action = \"remove\"", at: entry.keyAt, hint: "leave it out")
    }
    if target == .volumes, table.lacks(.olderThan) {
      findings.add(
        "a policy for volumes needs older-than", at: header,
        hint: "say for how long they must have been seen unused, as in older-than = \"7d\"")
    }
    if target == .buildCache, let entry = table[.keepLast] {
      findings.add("keep-last is not for build-cache", at: entry.keyAt, hint: "older-than or when says what stays")
    }
  }

  /// Whether a list is left out or empty; one with a mistake in it is not.
  private func hasNothing(in key: PolicyKey) -> Bool {
    guard let entry = table[key] else { return table.lacks(key) }
    if case .array(let nodes) = entry.node.value { return nodes.isEmpty }
    return false
  }
}

extension Target {
  /// What `per` may say beside the value of a label.
  var groupings: [String] {
    switch self {
    case .containers: ["compose-service", "network", "label:KEY"]
    case .images: ["repository", "compose-service", "label:KEY"]
    case .volumes, .networks: ["compose-service", "label:KEY"]
    case .buildCache: []
    }
  }
}
