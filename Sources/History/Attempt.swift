import Glibc
package import Policies

/// How the last attempt at a run ended, whether or not it came as far as the ledger.
///
/// It stands in a file of its own beside the ledger: a run that finds no engine, a mistake in the configuration or a ledger
/// that it cannot write leaves a trace all the same.
package struct Attempt: Hashable, Sendable {
  package var endedAt: Timestamp
  /// Its exit status.
  package var status: Int32
  package init(endedAt: Timestamp, status: Int32) {
    self.endedAt = endedAt
    self.status = status
  }

  package static func path(beside ledger: String) -> String { "\(ledger).attempt" }

  /// Writes it down where that can be; where it cannot, nothing is lost but the trace.
  ///
  /// In place and always as long, so that a full disk takes it where one was there before.
  package func leave(beside ledger: String) {
    guard LedgerFile.makeFolder(of: ledger) else { return }
    let descriptor = open(Self.path(beside: ledger), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let digits = String(status)
    let padding = String(repeating: " ", count: max(0, 3 - digits.count))
    let line = Array("\(Timestamp(unixSeconds: endedAt.unixSeconds.rounded(.down)).rfc3339) \(padding)\(digits)\n".utf8)
    _ = pwrite(descriptor, line, line.count, 0)
  }

  /// - Returns: `nil` where there is none, or what is there is something else.
  package static func last(beside ledger: String) -> Attempt? {
    let descriptor = open(path(beside: ledger), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let words = String(decoding: bytes.prefix(count), as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let endedAt = Timestamp(rfc3339: String(words[0])), let status = Int32(words[1]) else {
      return nil
    }
    return Attempt(endedAt: endedAt, status: status)
  }
}
