import ArgumentParser
import EngineClient
import History
import JanitorConfiguration
import Policies

/// What the shells offer for words that name something of this host: by `.custom` completions, which have the shell call
/// janitor. On any trouble there is nothing to offer, and nothing is said.
enum Candidates {
  static let policies = kind { line in try Settings.load(line.options().config).policies.map(\.name) }

  static let runs = kind { line in try recentRuns(line).map(\.id.description) }

  /// Those that dry runs showed and stored.
  static let plans = kind { line in
    try recentRuns(line).filter { $0.isDryRun && $0.steps > 0 }.map(\.plan)
  }

  /// What the engine has, but for its build cache; images by their tags, where they have any.
  static let objects = kind { line in
    let options = try line.options()
    var settings = try Settings.load(options.config)
    settings.engine.timeout = .seconds(2)
    return try await Settings.withEngine(options, settings) { engine in
      async let containers = engine.containers()
      async let images = engine.images()
      async let volumes = engine.volumes()
      async let networks = engine.networks()
      return try await containers.map(\.displayName)
        + images.flatMap { $0.tags.isEmpty ? [String($0.id.hex.prefix(12))] : $0.tags }
        + volumes.map(\.name.description) + networks.map(\.name)
    }
  }

  private static func kind(_ find: @escaping @Sendable (DraftLine) async throws -> [String]) -> CompletionKind {
    .custom { words, _, _ in
      guard let found = try? await find(DraftLine(words: words)) else { return [] }
      var seen: Set<String> = []
      let plain = found.filter { isPlain($0) && seen.insert($0).inserted }
      // zsh takes what follows a bare colon for a description.
      return CompletionShell.requesting == .zsh ? plain.map { $0.replacing(":", with: "\\:") } : plain
    }
  }

  /// No other words are offered: bash's script has the shell expand them, as if somebody had typed them, so that a network
  /// called `$(reboot)` would do so.
  private static func isPlain(_ word: String) -> Bool { word.wholeMatch(of: /[A-Za-z0-9_\/][A-Za-z0-9_.\/:-]*/) != nil }

  private static func recentRuns(_ line: DraftLine) throws -> [RunSummary] {
    let options = try line.options()
    let path = try options.history ?? Settings.ledgerPath(options, Settings.load(options.config))
    var filter = HistoryFilter()
    filter.includeDryRuns = true
    filter.limit = 100
    return try Ledger(reading: path).runs(filter)
  }
}

/// The command line on which somebody asked for candidates.
private struct DraftLine {
  let words: [String]

  /// Those of the line that say which configuration, ledger and engine are meant.
  func options() throws -> CommonOptions {
    try CommonOptions.parse(
      ["--config", "--history", "--host"].flatMap { name in value(of: name).map { ["\(name)=\($0)"] } ?? [] })
  }

  private func value(of option: String) -> String? {
    for (word, next) in zip(words, words.dropFirst()) where word == option { return next }
    return words.first { $0.hasPrefix("\(option)=") }.map { String($0.dropFirst(option.count + 1)) }
  }
}
