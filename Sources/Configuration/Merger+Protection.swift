private import Policies

extension Merger {
  /// Joins what the files protect: a drop-in never takes a protection away.
  mutating func readProtection(_ table: TableReader<ProtectKey>, _ findings: inout Findings) {
    for label in table.strings(.labels, &findings) ?? [] {
      let match = LabelMatch(label.value)
      if match.key.isEmpty {
        findings.add("\(TerminalText.quoted(label.value)) is no label", at: label.at, hint: "write key or key=value")
      } else if !configuration.protection.labels.contains(match) {
        configuration.protection.labels.append(match)
        findings.warn(PatternAdvice(onLabel: match), at: label.at)
      }
    }
    join(Self.globs(.containers, table, &findings), \.containers)
    join(Self.globs(.images, table, &findings), \.images)
    join(Self.globs(.volumes, table, &findings), \.volumes)
    join(Self.globs(.networks, table, &findings), \.networks)
  }

  private mutating func join(_ globs: [Glob], _ list: WritableKeyPath<Protection, [Glob]>) {
    for glob in globs where !configuration.protection[keyPath: list].contains(glob) {
      configuration.protection[keyPath: list].append(glob)
    }
  }

  private static func globs(
    _ key: ProtectKey, _ table: TableReader<ProtectKey>, _ findings: inout Findings
  ) -> [Glob] {
    (table.strings(key, &findings) ?? []).compactMap { text in
      let shown = TerminalText.quoted(text.value)
      guard !text.value.isEmpty, let glob = Glob(text.value) else {
        let hint = "* is any text, ? one character, [a-z] one of a set; \\ takes the next literally"
        findings.add("\(shown) is no pattern", at: text.at, hint: hint)
        return nil
      }
      if let remedy = remedy(for: text.value, key) {
        findings.add("\(shown) protects nothing", at: text.at, hint: remedy)
        return nil
      }
      findings.warn(
        key == .images ? PatternAdvice(onReference: text.value) : PatternAdvice(onName: text.value, key), at: text.at)
      return glob
    }
  }

  /// What to write where a pattern cannot match any name there is: silence here would leave things unprotected.
  private static func remedy(for text: String, _ key: ProtectKey) -> String? {
    switch key {
    case .containers where text.hasPrefix("/"):
      return "names of containers have no leading slash: write \(TerminalText.quoted(String(text.dropFirst())))"
    case .images:
      let last = text.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
      let mayTakeColon = text.contains { "[\\".contains($0) } || last.contains { ":*?".contains($0) }
      if mayTakeColon { return nil }
      // No repository ends so: it is the beginning of one.
      let isBeginning = text.last.map { "/-_.".contains($0) } ?? false
      let whole = text + (isBeginning ? "*" : ":*")
      let which = isBeginning ? "all that begins so" : "all tags"
      return "it has to match repository:tag: write \(TerminalText.quoted(whole)) for \(which)"
    default: return nil
    }
  }

  mutating func readBrake(_ table: TableReader<BrakeKey>, _ findings: inout Findings) {
    if let steps = table.count(.steps, &findings) { configuration.brake.steps = steps.value }
    if let share = table.percentage(.share, &findings) { configuration.brake.share = share.value }
  }
}
