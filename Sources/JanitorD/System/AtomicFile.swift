import Glibc

/// Files that readers find whole: the old one or the new one.
enum AtomicFile {
  struct Failure: Error {
    let reason: String
  }

  /// Writes beside the file and moves that in its place, with the owner and the mode of the file that was there; a new one gets
  /// what `mask`, an umask, leaves of 0666.
  ///
  /// A symbolic link stays, and what it leads to is replaced. A device or pipe is written to: `/dev/stdout` is no file to
  /// replace.
  static func write(_ text: String, to path: String, mask: mode_t) throws(Failure) {
    let path = resolved(path)
    var status = stat()
    let isThere = stat(path, &status) == 0
    if isThere, [S_IFCHR, S_IFBLK, S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT) {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Failure(errno) }
      defer { close(descriptor) }
      return try write(text, to: descriptor)
    }
    let draft = "\(path).\(getpid()).tmp"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Failure(errno) }
    defer { close(descriptor) }
    do throws(Failure) {
      // In some folders a new file belongs to the folder's group.
      var own = stat()
      fstat(descriptor, &own)
      if isThere, status.st_uid != own.st_uid || status.st_gid != own.st_gid {
        guard fchown(descriptor, status.st_uid, status.st_gid) == 0 else {
          throw Failure(reason: "its owner and group cannot be kept")
        }
      }
      fchmod(descriptor, isThere ? status.st_mode & 0o777 : 0o666 & ~mask)
      try write(text, to: descriptor)
      guard fsync(descriptor) == 0, rename(draft, path) == 0 else { throw Failure(errno) }
    } catch {
      unlink(draft)
      throw error
    }
  }

  /// Where a link leads; the path itself where it is none, or leads to nothing yet.
  private static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  private static func write(_ text: String, to descriptor: Int32) throws(Failure) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Failure(errno) }
      bytes = bytes.dropFirst(count)
    }
  }
}

extension AtomicFile.Failure {
  fileprivate init(_ code: Int32) { reason = String(cString: strerror(code)) }
}
