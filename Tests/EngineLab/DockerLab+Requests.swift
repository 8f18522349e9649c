/// A place in the engine's log.
package struct Mark: Sendable {
  package let offset: Int
}

extension DockerLab {
  /// The present end of the engine's log: what comes later is read by `requests(since:)`.
  package var mark: Mark { Mark(offset: log.utf8.count) }

  /// The requests that the engine was asked since then, in order, as `GET /v1.41/containers/json?all=1`.
  ///
  /// `GET /_ping` and `HEAD /_ping` are among them; read from dockerd's debug log, so from any client.
  package func requests(since mark: Mark = Mark(offset: 0)) -> [String] {
    String(decoding: Array(log.utf8.dropFirst(mark.offset)), as: UTF8.self)
      .split(separator: "\n")
      .compactMap { line in
        if let called = line.firstMatch(of: /msg="Calling ([A-Z]+ [^"]*)"/) { return String(called.output.1) }
        // As later versions have it.
        return line.firstMatch(of: /\ method=([A-Z]+) module=api request-url="?([^" ]*)/)
          .map { "\($0.output.1) \($0.output.2)" }
      }
  }
}
