import Foundation
import Glibc

/// A program ended with another status than 0.
package struct CommandFailure: Error, CustomStringConvertible {
  package let command: [String]
  /// 124 when the time was up, 128 and the signal's number when a signal ended it.
  package let status: Int32
  package let output: String
  package let diagnostics: String

  package var description: String {
    "\(command.joined(separator: " ")): exit status \(status)\n\(diagnostics)"
  }
}

/// What a sanitizer was told holds for the programs that tests start as well.
private let sanitizers = ProcessInfo.processInfo.environment.filter {
  ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
}

/// Runs a program to its end and returns its standard output, trimmed.
///
/// Debian's own programs come before those in /usr/local, so that the client fits the engine.
@discardableResult
package func execute(
  _ command: [String], environment: [String: String] = [:], seconds limit: Int = 120
) async throws -> String {
  let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: scratch) }
  // Files and not pipes: a daemon that inherits them cannot keep the reader waiting.
  let (output, diagnostics) = (scratch.appending(path: "out"), scratch.appending(path: "err"))
  let surroundings = [
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin", "HOME": "/root",
  ].merging(sanitizers) { $1 }.merging(environment) { $1 }

  let status = try await onThread {
    try spawn(
      ["/usr/bin/timeout", "--kill-after=5", "\(limit)"] + command, surroundings,
      output: output.path, diagnostics: diagnostics.path)
  }
  let text = try String(decoding: Data(contentsOf: output), as: UTF8.self)
    .trimmingCharacters(in: .whitespacesAndNewlines)
  guard status == 0 else {
    throw CommandFailure(
      command: command, status: status, output: text,
      diagnostics: try String(decoding: Data(contentsOf: diagnostics), as: UTF8.self))
  }
  return text
}

/// Does what blocks on a thread of its own, so that other tasks go on.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { ended in
    Thread.detachNewThread { ended.resume(with: Result { try body() }) }
  }
}

/// Starts the program, waits for it and returns its status as a shell would.
///
/// Not by Foundation's `Process`: that waits until all heirs of a descriptor of its own are gone, daemons too.
private func spawn(
  _ command: [String], _ environment: [String: String], output: String, diagnostics: String
) throws -> Int32 {
  var files = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&files)
  defer { posix_spawn_file_actions_destroy(&files) }
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_CREAT, 0o600)
  posix_spawn_file_actions_addopen(&files, 2, diagnostics, O_WRONLY | O_CREAT, 0o600)

  var arguments = command.map { strdup($0) } + [nil]
  var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
  defer { (arguments + variables).forEach { free($0) } }
  var process = pid_t()
  let failure = posix_spawn(&process, command[0], &files, nil, &arguments, &variables)
  guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }

  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0 {
    guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECHILD) }
  }
  let signal = status & 0x7f
  return signal == 0 ? (status >> 8) & 0xff : 128 + signal
}
