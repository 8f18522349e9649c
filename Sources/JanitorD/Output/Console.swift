import Glibc

/// Results go to stdout, all else to stderr.
enum Console {
  /// How grave a line is, as syslog numbers it and journald reads it.
  enum Level: Int { case error = 3, warning, notice, information, debug }

  static func result(_ text: String, _ level: Level = .information) {
    write(marked(text, level, STDOUT_FILENO) + "\n", to: STDOUT_FILENO)
  }
  static func note(_ text: String, _ level: Level = .notice) {
    write(marked(text, level, STDERR_FILENO) + "\n", to: STDERR_FILENO)
  }
  static func raw(_ text: String) { write(text, to: STDERR_FILENO) }

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

  /// A reader that has gone away (a closed pipe) is no failure of ours.
  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { buffer in
      var rest = UnsafeRawBufferPointer(buffer)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}
