import EngineClient
import JanitorConfiguration
import Wording

/// Which engine a command is to speak to: the one that somebody named, or whichever answers at the usual sockets.
struct EngineChoice: Hashable {
  /// In the order in which they are tried.
  var hosts: [EngineHost]
  /// For `tcp://`.
  var tls: EngineTLS?
  /// The Docker context that named it.
  var context: String?
}

extension EngineChoice {
  /// By `--host`, else `DOCKER_HOST`, else `DOCKER_CONTEXT`, else `[engine] host`, else `docker context use`.
  ///
  /// What a caller says goes before what the host's files say; in Docker's own order, `DOCKER_HOST` goes before any context.
  /// What is named and wrong is an error: no other engine is taken in its stead.
  static func make(
    option: String?, _ configuration: EngineSettings, _ caller: Caller = Caller()
  ) throws -> EngineChoice {
    let ours = configuration.tls.map {
      EngineTLS(certificateAuthority: $0.ca, certificate: $0.cert, key: $0.key, verify: $0.verify)
    }
    let theirs = tls(caller)
    for (text, origin) in [(option, "--host"), (caller.variable("DOCKER_HOST"), "DOCKER_HOST")] {
      guard let text else { continue }
      return EngineChoice(hosts: [try host(text, origin, .usage)], tls: theirs ?? ours)
    }
    let asked = caller.variable("DOCKER_CONTEXT")
    if let asked, asked != DockerContexts.none {
      return try context(asked, "DOCKER_CONTEXT", caller, .usage)
    }
    if let text = configuration.host {
      return EngineChoice(hosts: [try host(text, "[engine] host", .configuration)], tls: ours ?? theirs)
    }
    if asked == nil, let current = try current(caller) {
      return try context(current, "docker context use", caller, .configuration)
    }
    return EngineChoice(hosts: caller.usualSockets.map { .unix(path: $0) })
  }

  private static func host(_ text: String, _ origin: String, _ status: ExitStatus) throws -> EngineHost {
    do { return try EngineHost(text) } catch { throw Failure(status, "\(origin): \(Format.safe(error.words))") }
  }

  private static func current(_ caller: Caller) throws -> String? {
    do { return try caller.contexts.current() } catch {
      throw Failure(.configuration, Format.safe(error.words))
    }
  }

  private static func context(
    _ name: String, _ origin: String, _ caller: Caller, _ status: ExitStatus
  ) throws -> EngineChoice {
    do {
      let (host, tls) = try caller.contexts.engine(name)
      return EngineChoice(hosts: [host], tls: tls, context: name)
    } catch {
      throw Failure(status, Format.safe("the Docker context '\(name)' (\(origin)): \(error.words)"))
    }
  }

  /// What the environment says of TLS, as Docker's own client reads it.
  private static func tls(_ caller: Caller) -> EngineTLS? {
    let (verify, certificates) = (caller.variable("DOCKER_TLS_VERIFY"), caller.variable("DOCKER_CERT_PATH"))
    guard verify != nil || certificates != nil && caller.variable("DOCKER_TLS") != nil else { return nil }
    var tls = EngineTLS(directory: certificates ?? caller.contexts.folder)
    tls.verify = verify != nil
    return tls
  }
}
