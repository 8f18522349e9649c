extension Merger {
  mutating func readEngine(_ table: TableReader<EngineKey>, _ findings: inout Findings) {
    if let host = host(table, &findings) { configuration.engine.host = host }
    if let timeout = table.duration(.timeout, &findings) { configuration.engine.timeout = timeout.value }
    let tls: Located<[Entry]>? = table.value(.tls, &findings) { if case .table(let table) = $0 { table } else { nil } }
    if let tls { readTLS(TableReader(tls.value, &findings), &findings) }
  }

  private mutating func readTLS(_ table: TableReader<TLSKey>, _ findings: inout Findings) {
    var files = configuration.engine.tls ?? TLSFiles()
    if let ca = table.path(.ca, &findings) { files.ca = ca.value }
    if let cert = table.path(.cert, &findings) { files.cert = cert.value }
    if let key = table.path(.key, &findings) { files.key = key.value }
    if let verify = table.boolean(.verify, &findings) { files.verify = verify.value }
    configuration.engine.tls = files
    // A half that is there but wrong has its own message already; it counts as there.
    for key in [TLSKey.cert, .key] {
      if let entry = table[key] { pairPlaces[key] = (findings.source, entry.keyAt) }
    }
  }

  private func host(_ table: TableReader<EngineKey>, _ findings: inout Findings) -> String? {
    guard let host = table.string(.host, &findings) else { return nil }
    let text = host.value
    if ["unix:///", "tcp://", "ssh://"].contains(where: { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }) {
      guard let mistake = hostMistake(text) else { return text }
      findings.add(mistake, at: host.at)
      return nil
    }
    let isPath = text.hasPrefix("/")
    let hint = isPath ? "did you mean \(TerminalText.quoted("unix://" + text))?" : TableReader<EngineKey>.asIn(.host)
    findings.add("host must begin with unix:///, tcp:// or ssh:// and name an engine", at: host.at, hint: hint)
    return nil
  }

  mutating func readHistory(_ table: TableReader<HistoryKey>, _ findings: inout Findings) {
    if let path = table.path(.path, &findings) { configuration.history.path = path.value }
    if let keep = table.duration(.keep, &findings) { configuration.history.keep = keep.value }
  }
}
