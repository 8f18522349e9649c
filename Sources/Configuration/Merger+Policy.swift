import Policies

extension Merger {
  /// Reads one `[[policy]]`, whose header is `at` `header`; it joins the others only if nothing is wrong with it.
  mutating func readPolicy(_ table: TableReader<PolicyKey>, at header: Region, _ findings: inout Findings) {
    let known = findings.diagnostics.count
    let name = name(table, at: header, &findings)
    let enabled = table.boolean(.enabled, &findings)?.value ?? true
    let action = table.word(.action, of: PolicyAction.allCases, &findings)
    let target = target(table, at: header, &findings)
    let filters = FilterReader.read(table, .filter, of: target, &findings)
    let exceptions = FilterReader.read(table, .except, of: target, &findings)
    // Zero is allowed where it is written out: whatever the age, as long as it is known.
    let olderThan = table.duration(.olderThan, &findings, zero: true)
    let since = since(table, of: target, &findings)
    let keepLast = table.count(.keepLast, &findings)
    let grouping = grouping(table, &findings)
    let stopTimeout = stopTimeout(table, &findings)
    let volumes = table.boolean(.volumes, &findings)?.value ?? false
    let named = table.boolean(.named, &findings)?.value ?? false
    let every = table.duration(.every, &findings)
    let pressure = pressure(table, &findings)
    PolicyRules(table: table, header: header, action: action?.value, target: target).check(&findings)
    guard findings.diagnostics.count == known, let name, let target else { return }
    configuration.policies.append(
      Policy(
        name: name, isEnabled: enabled, action: action?.value ?? .remove, target: target,
        filters: FilterSet(filters), exceptions: exceptions, olderThan: olderThan?.value, since: since,
        keepLast: keepLast.map { KeepLast(count: $0.value, per: grouping) }, stopTimeout: stopTimeout,
        takesNamed: named,
        takesVolumes: volumes, trigger: Trigger(every: every?.value, pressure: pressure)))
  }

  private mutating func name(
    _ table: TableReader<PolicyKey>, at header: Region, _ findings: inout Findings
  ) -> String? {
    guard !table.lacks(.name) else {
      findings.add("this policy has no name", at: header, hint: "add one, \(TableReader<PolicyKey>.asIn(.name))")
      return nil
    }
    guard let name = table.string(.name, &findings) else { return nil }
    guard !name.value.isEmpty, name.value.utf8.allSatisfy(Self.isOfName) else {
      let hint = "letters a to z and A to Z, digits, dot, hyphen and underscore, at least one"
      findings.add("\(TerminalText.quoted(name.value)) is no name for a policy", at: name.at, hint: hint)
      return nil
    }
    if let first = policyPlaces[name.value] {
      findings.add("a second policy named \"\(name.value)\"", at: name.at, hint: "the first stands at \(first)")
      return nil
    }
    policyPlaces[name.value] = "\(TerminalText.escaped(findings.source.file)):\(name.at.line)"
    return name.value
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private func target(
    _ table: TableReader<PolicyKey>, at header: Region, _ findings: inout Findings
  ) -> Target? {
    guard !table.lacks(.target) else {
      findings.add("this policy has no target", at: header, hint: "add one, \(TableReader<PolicyKey>.asIn(.target))")
      return nil
    }
    return table.word(.target, of: Target.allCases, &findings)?.value
  }

  /// A word of the target; of any target where that is not known.
  private func since(
    _ table: TableReader<PolicyKey>, of target: Target?, _ findings: inout Findings
  ) -> AgeOrigin? {
    let known = target?.origins ?? AgeOrigin.allCases
    if let target, let entry = table[.since], case .string(let text) = entry.node.value,
      let origin = AgeOrigin(rawValue: text), !known.contains(origin)
    {
      let hint = "since is one of \(known.map(\.rawValue).joined(separator: ", ")) for \(target.rawValue)"
      findings.add("\(target.rawValue) have no \"\(text)\"", at: entry.node.at, hint: hint)
      return nil
    }
    return table.word(.since, of: known, &findings)?.value
  }

  private func grouping(_ table: TableReader<PolicyKey>, _ findings: inout Findings) -> Grouping? {
    guard let per = table.string(.per, &findings) else { return nil }
    switch per.value {
    case "repository": return .repository
    case "compose-service": return .composeService
    case "network": return .network
    default: break
    }
    let prefix = "label:"
    if per.value.hasPrefix(prefix), per.value.count > prefix.count, !per.value.contains("=") {
      return .label(String(per.value.dropFirst(prefix.count)))
    }
    let words = ["repository", "compose-service", "network"]
    let hint = Spelling.hint(per.value, among: words) ?? "per is one of \(words.joined(separator: ", ")), label:KEY"
    findings.add("unknown per \(TerminalText.quoted(per.value))", at: per.at, hint: hint)
    return nil
  }

  private func pressure(_ table: TableReader<PolicyKey>, _ findings: inout Findings) -> Pressure? {
    let entries: Located<[Entry]>? = table.value(.when, &findings) {
      if case .table(let entries) = $0 { entries } else { nil }
    }
    guard let entries else { return nil }
    let when = TableReader<WhenKey>(entries.value, &findings)
    let downTo = when.size(.downTo, &findings)
    guard !when.lacks(.largerThan) else {
      findings.add("when has no larger-than", at: entries.at, hint: TableReader<PolicyKey>.asIn(.when))
      return nil
    }
    guard let largerThan = when.size(.largerThan, &findings) else { return nil }
    if let downTo, downTo.value > largerThan.value {
      findings.add("down-to is more than larger-than", at: downTo.at, hint: "it says how much may be left")
      return nil
    }
    return Pressure(largerThan: largerThan.value, downTo: downTo?.value)
  }

  /// Whole seconds: the engine takes no parts of one.
  private func stopTimeout(_ table: TableReader<PolicyKey>, _ findings: inout Findings) -> Duration? {
    guard let timeout = table.duration(.stopTimeout, &findings) else { return nil }
    guard timeout.value.components.attoseconds == 0 else {
      let hint = TableReader<PolicyKey>.asIn(.stopTimeout)
      findings.add("stop-timeout must be whole seconds", at: timeout.at, hint: hint)
      return nil
    }
    return timeout.value
  }
}
