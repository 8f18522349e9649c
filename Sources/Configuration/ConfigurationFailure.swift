/// Everything that is wrong with a configuration, in the order of the files and of the place in them.
package struct ConfigurationFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// Never empty.
  package let diagnostics: [Diagnostic]

  /// What a person reads: the diagnostics, each on lines of its own; no line break at the end.
  package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
