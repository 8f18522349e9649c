import Glibc

/// Results go to stdout, all else to stderr.
enum Console {
  static func result(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }
  static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }
  static func raw(_ text: String) { write(text, to: STDERR_FILENO) }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

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

/// Colours, or none.
struct Style {
  var isColored: Bool
  func bold(_ text: String) -> String { wrap(text, "1") }
  func red(_ text: String) -> String { wrap(text, "31") }
  func yellow(_ text: String) -> String { wrap(text, "33") }
  private func wrap(_ text: String, _ code: String) -> String { isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
