import EngineClient
import History
import JanitorConfiguration
import Policies

/// What the command line, the environment and janitor.conf say together; each is asked in the order of the interface.
enum Settings {
  /// - Throws: `Failure` 78 with every mistake.
  static func load(_ path: String?) throws -> Configuration {
    do {
      return try Configuration.load(path: path ?? Environment.configurationPath)
    } catch {
      throw Failure(.configuration, "the configuration has a mistake; nothing was run\n\(error)")
    }
  }

  static func ledgerPath(_ options: CommonOptions, _ configuration: Configuration) -> String {
    options.history ?? configuration.history.path ?? Environment.ledgerPath
  }

  /// Runs `body` with what may fail on the ledger turned into status 74.
  static func ledger<R>(_ body: () throws(LedgerError) -> R) throws -> R {
    do { return try body() } catch { throw Failure(.ledger, "\(error)") }
  }

  /// The hosts to try, in order: one that somebody named, or the usual sockets.
  static func hosts(_ options: CommonOptions, _ configuration: Configuration) throws -> [EngineHost] {
    let named: [(text: String?, origin: String, status: ExitStatus)] = [
      (options.host, "--host", .usage), (Environment["DOCKER_HOST"], "DOCKER_HOST", .usage),
      (configuration.engine.host, "[engine] host", .configuration),
    ]
    for (text, origin, status) in named {
      guard let text else { continue }
      do { return [try EngineHost(text)] } catch { throw Failure(status, "\(origin): \(Wording.host(error))") }
    }
    let runtime = Environment["XDG_RUNTIME_DIR"]
    let paths =
      ["/var/run/docker.sock"] + [runtime.map { "\($0)/docker.sock" }].compactMap { $0 } + ["/run/podman/podman.sock"]
      + [runtime.map { "\($0)/podman/podman.sock" }].compactMap { $0 }
    return paths.map { .unix(path: $0) }
  }

  static func engineOptions(_ options: CommonOptions, _ configuration: Configuration) -> EngineOptions {
    var engine = EngineOptions()
    engine.timeout = configuration.engine.timeout
    engine.tls = tls(configuration)
    if options.verbose { engine.trace = { Console.note("janitor: \(Format.safe($0))") } }
    return engine
  }

  /// The environment speaks of the same engine as DOCKER_HOST, so it comes first, as for Docker's own client.
  private static func tls(_ configuration: Configuration) -> EngineTLS? {
    if Environment["DOCKER_TLS_VERIFY"] != nil
      || Environment["DOCKER_CERT_PATH"] != nil && Environment["DOCKER_TLS"] != nil
    {
      let folder = Environment["DOCKER_CERT_PATH"] ?? "\(Environment["HOME"] ?? "/root")/.docker"
      var tls = EngineTLS(directory: folder)
      tls.verify = Environment["DOCKER_TLS_VERIFY"] != nil
      return tls
    }
    return configuration.engine.tls.map {
      EngineTLS(certificateAuthority: $0.ca, certificate: $0.cert, key: $0.key, verify: $0.verify)
    }
  }

  /// Runs `body` with the first host that answers; once one has, no other is tried.
  ///
  /// - Throws: `Failure` 69 when none does, or when the one that did fails.
  static func withEngine<R: Sendable>(
    _ options: CommonOptions, _ configuration: Configuration, _ body: (Engine) async throws -> R
  ) async throws -> R {
    let engineOptions = engineOptions(options, configuration)
    var failures: [EngineError] = []
    for host in try hosts(options, configuration) {
      var isConnected = false
      do {
        return try await Engine.with(host, engineOptions) { engine in
          isConnected = true
          return try await body(engine)
        }
      } catch let error as EngineError {
        failures.append(error)
        if isConnected { break }
      }
    }
    // A socket that is not there is no news; one that is there and fails is.
    if let telling = failures.last(where: { !$0.isAbsence }) ?? (failures.count == 1 ? failures.first : nil) {
      throw Failure(.noEngine, Format.safe(Wording.engine(telling)))
    }
    let places = failures.compactMap { if case .unreachable(let host, _) = $0 { host.description } else { nil } }
    let list = places.joined(separator: ", ")
    throw Failure(.noEngine, "no engine answers at any of the usual places (\(list)); name one with --host")
  }
}

extension EngineError {
  fileprivate var isAbsence: Bool { if case .unreachable(_, .absent) = self { true } else { false } }
}
