/// Gathers what is wrong with one file.
struct Findings {
  let source: SourceText
  private(set) var diagnostics: [Diagnostic] = []
  /// What is no mistake and may mean otherwise than it seems.
  private(set) var warnings: [Diagnostic] = []

  init(source: SourceText) { self.source = source }

  mutating func add(_ message: String, at region: Region, hint: String? = nil) {
    diagnostics.append(source.diagnostic(message, at: region, hint: hint))
  }

  mutating func warn(_ advice: PatternAdvice?, at region: Region) {
    guard let advice else { return }
    warnings.append(source.diagnostic(advice.message, at: region, hint: advice.hint))
  }
}

/// A value and where it stands.
struct Located<Value> {
  let value: Value
  let at: Region

  func map<Other>(_ transform: (Value) -> Other) -> Located<Other> { Located<Other>(value: transform(value), at: at) }
}
