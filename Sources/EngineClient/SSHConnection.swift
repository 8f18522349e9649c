import CSpawn
import Glibc
import Policies

/// One connection and the `ssh` that carries it.
struct SSHConnection {
  /// Kept open here until the process is reaped, so that the other side cannot see the end before its cause is known.
  private let stream: Int32
  private let process: pid_t
  private let exit: Int32
  private let errors: Int32
  private var words = LastWords()

  /// Takes over `stream`, unless it throws.
  init(_ command: [String], carrying stream: Int32) throws(SystemError) {
    var pipe: [Int32] = [-1, -1]
    guard Glibc.pipe(&pipe) == 0 else { throw SystemError(code: errno) }
    defer { close(pipe[1]) }
    _ = fcntl(pipe[0], F_SETFL, O_NONBLOCK)
    var arguments = command.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process = pid_t()
    let failure = cspawn_start(&process, command[0], &arguments, stream, pipe[1])
    guard failure == 0 else {
      close(pipe[0])
      throw SystemError(code: failure)
    }
    exit = cspawn_watch(process)
    guard exit >= 0 else {
      let code = errno
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
      close(pipe[0])
      throw SystemError(code: code)
    }
    (self.stream, self.process, errors) = (stream, process, pipe[0])
  }

  /// What to wait for: the end of the process, then anything said.
  var polled: [pollfd] {
    [exit, words.isOver ? -1 : errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  }

  /// Reads what has been said so far.
  mutating func listen() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(errors, &buffer, buffer.count)
      if count > 0 {
        words.add(buffer[..<count])
      } else {
        words.isOver = count == 0
        return
      }
    }
  }

  func signal(_ number: Int32) { kill(process, number) }

  /// Waits for the end and tells what failed; `nil` where nothing did.
  mutating func reap() -> SSHFailure? {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    listen()
    let signal = status & 0x7f
    let code = signal == 0 ? (status >> 8) & 0xff : 128 + signal
    return code == 0 ? nil : .ended(status: code, words: words.text)
  }

  /// Ends the stream for whoever else may hold it, too: what a process leaves behind inherits it.
  func hangUp() {
    shutdown(stream, Int32(SHUT_RDWR))
    for descriptor in [stream, exit, errors] { close(descriptor) }
  }
}

/// The end of what a process said, bounded, since it is another host that speaks.
struct LastWords {
  private static let limit = 1000
  private var bytes: [UInt8] = []
  /// Nobody can say anything more.
  var isOver = false

  mutating func add(_ new: ArraySlice<UInt8>) {
    bytes += new
    if bytes.count > 2 * Self.limit { bytes.removeFirst(bytes.count - Self.limit) }
  }

  /// On one line.
  var text: String {
    String(decoding: bytes.suffix(Self.limit), as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }.joined(separator: "; ")
  }
}
