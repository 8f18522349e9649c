import Glibc

/// Files that readers find whole: the old one or the new one.
enum AtomicFile {
  struct Failure: Error {
    let reason: String
  }

  /// Writes beside the file and moves that in its place; readable by all, as whoever collects it is somebody else.
  static func write(_ text: String, to path: String) throws(Failure) {
    let draft = "\(path).\(getpid()).tmp"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw Failure(errno) }
    fchmod(descriptor, 0o644)
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return try giveUp(descriptor, draft) }
      bytes = bytes.dropFirst(count)
    }
    guard fsync(descriptor) == 0, rename(draft, path) == 0 else { return try giveUp(descriptor, draft) }
    close(descriptor)
  }

  private static func giveUp(_ descriptor: Int32, _ draft: String) throws(Failure) {
    let failure = Failure(errno)
    close(descriptor)
    unlink(draft)
    throw failure
  }
}

extension AtomicFile.Failure {
  fileprivate init(_ code: Int32) { reason = String(cString: strerror(code)) }
}
