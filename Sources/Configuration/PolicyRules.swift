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
    if let since = table[.since], table.lacks(.olderThan), table.lacks(.keepLast) {
      findings.add(
        "since does nothing here", at: since.keyAt,
        hint: "it says what older-than and keep-last count from: add one of them, or leave it out")
    }
  }

  private func checkStop(_ findings: inout Findings) {
    if target == .images, let entry = table[.action] {
      findings.add("images cannot be stopped", at: entry.node.at, hint: "action = \"stop\" is for containers")
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
    if hasNothing(in: .filter), table.lacks(.olderThan), table.lacks(.keepLast) {
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
    if target == .containers, case .string("repository") = per.node.value {
      findings.add(
        "containers have no repository", at: per.node.at, hint: "per is \"label:KEY\" for containers")
    }
  }

  /// Whether a list is left out or empty; one with a mistake in it is not.
  private func hasNothing(in key: PolicyKey) -> Bool {
    guard let entry = table[key] else { return table.lacks(key) }
    if case .array(let nodes) = entry.node.value { return nodes.isEmpty }
    return false
  }
}
