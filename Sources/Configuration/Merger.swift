private import Policies

/// Builds one configuration of several files, each read on top of the ones before it.
struct Merger {
  var configuration = Configuration()
  /// What is wrong with an engine's address, by who knows addresses.
  var hostMistake: (String) -> String? = { _ in nil }
  /// Where each policy's name stands, as FILE:LINE.
  var policyPlaces: [String: String] = [:]
  /// Where the latest file to say so names a certificate or its key.
  var pairPlaces: [TLSKey: (source: SourceText, at: Region)] = [:]
  /// By the order of the file.
  private var diagnostics: [(file: Int, found: Diagnostic)] = []

  mutating func read(bytes: [UInt8], file: String) {
    configuration.sources.append(file)
    do {
      let source = try SourceText(file: file, bytes: bytes)
      guard case .table(let root) = try Node.parse(source).value else { return }
      var findings = Findings(source: source)
      read(root, &findings)
      record(findings.diagnostics)
      configuration.warnings += findings.warnings
    } catch {
      record([error])
    }
  }

  /// A file that could not even be read.
  mutating func fail(_ file: String, _ message: String, hint: String? = nil) {
    configuration.sources.append(file)
    record([Diagnostic(file: file, message: message, hint: hint)])
  }

  mutating func finish() throws(ConfigurationFailure) -> Configuration {
    tellHalfPairs()
    guard diagnostics.isEmpty else {
      let sorted = diagnostics.enumerated().sorted { a, b in
        let (first, second) = (a.element, b.element)
        return (first.file, first.found.line, first.found.column, a.offset)
          < (second.file, second.found.line, second.found.column, b.offset)
      }
      throw ConfigurationFailure(diagnostics: sorted.map(\.element.found))
    }
    return configuration
  }

  private mutating func record(_ found: [Diagnostic]) {
    let file = configuration.sources.count - 1
    diagnostics += found.map { (file, $0) }
  }

  /// A client certificate is of no use without its key, whichever file names them.
  private mutating func tellHalfPairs() {
    for (there, missing) in [(TLSKey.cert, TLSKey.key), (.key, .cert)] where pairPlaces[missing] == nil {
      guard let place = pairPlaces[there] else { continue }
      let found = place.source.diagnostic(
        "\(there.rawValue) without \(missing.rawValue)", at: place.at,
        hint: "add the other half to [engine.tls], \(TableReader<TLSKey>.asIn(missing))")
      diagnostics.append((configuration.sources.lastIndex(of: place.source.file) ?? 0, found))
    }
  }
}

extension Diagnostic {
  fileprivate var line: Int { excerpt?.line ?? 0 }
  fileprivate var column: Int { excerpt?.column ?? 0 }
}
