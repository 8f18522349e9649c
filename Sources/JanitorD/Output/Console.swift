import Glibc
import Synchronization

/// Results go to stdout, all else to stderr.
enum Console {
  /// How grave a line is, as syslog numbers it and journald reads it.
  enum Level: Int { case error = 3, warning, notice, information, debug }

  /// Once stdout has failed, nothing more goes there: what came later would look like the whole.
  static func result(_ text: String, _ level: Level = .information) {
    guard !isResultOver else { return }
    let code = write(marked(text, level, STDOUT_FILENO) + "\n", to: STDOUT_FILENO)
    if code != 0 { resultError.store(code, ordering: .relaxed) }
  }
  static func note(_ text: String, _ level: Level = .notice) {
    _ = write(marked(text, level, STDERR_FILENO) + "\n", to: STDERR_FILENO)
  }
  static func raw(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  /// The `errno` of the write to stdout that failed; 0 while all went well.
  private static let resultError = Atomic<Int32>(0)

  /// Whether nobody gets any more results.
  static var isResultOver: Bool { resultError.load(ordering: .relaxed) != 0 }

  /// Why results were lost; `nil` where none were, or where the reader has gone away (a closed pipe) and wants no more.
  static var loss: String? {
    let code = resultError.load(ordering: .relaxed)
    return code == 0 || code == EPIPE ? nil : String(cString: strerror(code))
  }

  /// Closes stdout, which is the last that some file systems say of a write.
  static func closeResults() {
    guard close(STDOUT_FILENO) != 0, errno != EINTR, !isResultOver else { return }
    resultError.store(errno, ordering: .relaxed)
  }

  /// Takes the places of standard streams that the caller closed; else the ledger, or the engine's socket, would be opened as
  /// stdout and get what is printed. Writing to such a place fails.
  static func occupyStreams() {
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 { _ = open("/dev/null", O_RDONLY) }
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Whether systemd reads what is written there, line by line, for the journal: see systemd.exec(5), `$JOURNAL_STREAM`.
  static func isJournal(_ descriptor: Int32) -> Bool {
    guard let stream = Environment["JOURNAL_STREAM"] else { return false }
    var status = stat()
    return fstat(descriptor, &status) == 0 && stream == "\(status.st_dev):\(status.st_ino)"
  }

  /// The columns of the window on stdout; `nil` where there is none.
  static var width: Int? {
    var size = winsize()
    guard isTerminal(STDOUT_FILENO), ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// The journal takes a number at the beginning of each line for its level.
  private static func marked(_ text: String, _ level: Level, _ descriptor: Int32) -> String {
    guard isJournal(descriptor) else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    return lines.map { "<\(level.rawValue)>\($0)" }.joined(separator: "\n")
  }

  /// - Returns: the `errno` of a write that failed; 0 where all was written.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { buffer in
      var rest = UnsafeRawBufferPointer(buffer)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : EIO }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return 0
    }
  }
}
