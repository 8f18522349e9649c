import CSpawn
import Glibc
import NIOPosix
import Policies
import Synchronization

/// Carries connections to another host: whatever comes to its private socket is handed to an `ssh` of its own.
///
/// The HTTP library opens connections only by itself and only to an address, so this gives it one. The `ssh` gets the accepted
/// socket itself as its standard input and output; no byte passes through here.
final class SSHCarrier: Sendable {
  /// The socket, in a folder that is this user's alone; who comes from another process is sent away.
  let path: String
  private let folder: String
  private let listener: Int32
  private let command: [String]
  private let last = Mutex<SSHFailure?>(nil)

  /// Why the last connection that ended did so; `nil` where it ended well.
  ///
  /// It is known before the end of the connection is seen at the socket.
  var failure: SSHFailure? { last.withLock { $0 } }

  /// Runs `body` while connections are carried by `command`; then ends them, and leaves neither process nor file.
  static func with<R: Sendable>(
    _ command: [String], for host: EngineHost, trace: (@Sendable (String) -> Void)?,
    _ body: (SSHCarrier) async throws -> R
  ) async throws -> R {
    let carrier = try SSHCarrier(command, host)
    defer { carrier.leave() }
    trace?(command.joined(separator: " "))
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    async let service: Void = threads.runIfActive { carrier.serve() }
    let result: Result<R, any Error>
    do { result = .success(try await body(carrier)) } catch { result = .failure(error) }
    // Ends the service: its next look at the listener finds it hung up.
    shutdown(carrier.listener, Int32(SHUT_RDWR))
    try? await service
    try? await threads.shutdownGracefully()
    return try result.get()
  }

  private init(_ command: [String], _ host: EngineHost) throws(EngineError) {
    self.command = command
    do {
      (folder, path, listener) = try PrivateSocket.listen()
    } catch {
      throw .unreachable(host.description, reason: .other("no private socket can be made for ssh: \(error.reason)"))
    }
  }

  private func leave() {
    close(listener)
    unlink(path)
    rmdir(folder)
  }

  /// Accepts, starts, listens to what is said on standard error, and reaps, until the listener hangs up.
  private func serve() {
    var connections: [SSHConnection] = []
    defer { end(&connections) }
    while true {
      var polled = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)] + connections.flatMap(\.polled)
      guard poll(&polled, nfds_t(polled.count), -1) > 0 else {
        if errno == EINTR { continue } else { return }
      }
      for index in connections.indices where polled[2 + 2 * index].revents != 0 { connections[index].listen() }
      for index in connections.indices.reversed() where polled[1 + 2 * index].revents != 0 {
        conclude(connections.remove(at: index))
      }
      if Int32(polled[0].revents) & POLLHUP != 0 { return }
      if polled[0].revents != 0, let connection = accept() { connections.append(connection) }
    }
  }

  private func accept() -> SSHConnection? {
    let stream = Glibc.accept(listener, nil, nil)
    guard stream >= 0 else { return nil }
    guard cspawn_peer(stream) == getpid() else {
      close(stream)
      return nil
    }
    do {
      return try SSHConnection(command, carrying: stream)
    } catch {
      last.withLock { $0 = .notStarted(reason: String(cString: strerror(error.code))) }
      close(stream)
      return nil
    }
  }

  /// First tells how it ended, then lets the other side of the socket see that it did.
  private func conclude(_ connection: consuming SSHConnection) {
    let failure = connection.reap()
    last.withLock { $0 = failure }
    connection.hangUp()
  }

  /// Two seconds for what is still there; its requests have all been answered or given up.
  private func end(_ connections: inout [SSHConnection]) {
    for connection in connections { connection.signal(SIGTERM) }
    let deadline = ContinuousClock.now + .seconds(2)
    while !connections.isEmpty {
      let rest = ContinuousClock.now.duration(to: deadline).components
      guard rest.seconds >= 0, rest.attoseconds >= 0 else { break }
      var polled = connections.map { $0.polled[0] }
      _ = poll(
        &polled, nfds_t(polled.count), Int32(rest.seconds) * 1000 + Int32(rest.attoseconds / 1_000_000_000_000_000) + 1)
      for index in connections.indices.reversed() where polled[index].revents != 0 {
        conclude(connections.remove(at: index))
      }
    }
    for connection in connections {
      connection.signal(SIGKILL)
      conclude(connection)
    }
    connections = []
  }
}
