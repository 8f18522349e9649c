import EngineClient
import JanitorConfiguration
import Policies
import Wording

extension Settings {
  /// Runs `body` with the chosen engine, or the first of the usual ones that is there; once one has answered, no other is
  /// tried.
  ///
  /// - Throws: `Failure` 69 when none does, or when the one that did fails.
  static func withEngine<R: Sendable>(
    _ options: CommonOptions, _ configuration: Configuration, _ body: (Engine) async throws -> R
  ) async throws -> R {
    let choice = try EngineChoice.make(option: options.host, configuration.engine)
    let engineOptions = engineOptions(options, configuration, choice)
    var failures: [EngineError] = []
    for host in choice.hosts {
      var isConnected = false
      do {
        return try await Engine.with(host, engineOptions) { engine in
          isConnected = true
          return try await body(engine)
        }
      } catch let error as EngineError {
        failures.append(error)
        // One that is there and ails is not passed over for another.
        if isConnected || !error.isUnreachable { break }
      }
    }
    let context = choice.context.map { " (the Docker context '\($0)')" } ?? ""
    // Who named an engine, or met one that ails, is told of that one; else of each place that was tried.
    if let last = failures.last, failures.count == 1 || !last.isUnreachable {
      throw Failure(.noEngine, Format.safe(Wording.engine(last) + context))
    }
    let places = failures.map { failure in
      guard case .unreachable(let host, let reason) = failure else { return Wording.engine(failure) }
      return "\(host): \(Wording.unreachable(reason))"
    }.map { "\n  " + Format.safe($0) }.joined()
    throw Failure(.noEngine, "no engine answers at any of the usual places; name one with --host\(places)")
  }

  private static func engineOptions(
    _ options: CommonOptions, _ configuration: Configuration, _ choice: EngineChoice
  ) -> EngineOptions {
    var engine = EngineOptions()
    engine.timeout = configuration.engine.timeout
    engine.tls = choice.tls
    if options.verbose { engine.trace = { Console.note("janitor: \(Format.safe($0))", .debug) } }
    return engine
  }
}

extension EngineError {
  fileprivate var isUnreachable: Bool { if case .unreachable = self { true } else { false } }
}
