import Glibc

/// The files of a configuration as they lie on the disk.
enum Files {
  /// Its bytes, at most one more than `SourceText.largest`.
  ///
  /// - Parameter guarded: whether a file that others than its owner can write is refused.
  static func read(_ path: String, guarded: Bool) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    defer { close(descriptor) }
    // Of what was opened: what the name stands for may be another file by now.
    if guarded { try refuseSharing(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= SourceText.largest {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { throw Failure(code: errno) }
    }
    return bytes
  }

  /// The paths of `<path>.d/*.conf` in order of name (byte by byte), hidden ones left out; none without the folder.
  static func dropIns(of path: String, guarded: Bool) throws(Failure) -> [String] {
    let folder = folder(of: path)
    guard let directory = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw Failure(code: errno)
    }
    defer { closedir(directory) }
    if guarded { try refuseSharing(dirfd(directory)) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasSuffix(".conf"), !name.hasPrefix(".") { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw Failure(code: errno) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "\(folder)/\($0)" }
  }

  static func folder(of path: String) -> String { path + ".d" }

  /// The bits of the group count even where access is by list: they are then the most that any entry gives.
  private static func refuseSharing(_ descriptor: Int32) throws(Failure) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(code: errno) }
    if status.st_mode & (S_IWGRP | S_IWOTH) != 0 { throw Failure(sharedWith: status.st_mode & 0o7777) }
  }

  /// Why a file was not read.
  struct Failure: Error {
    let reason: String
    let hint: String?
    let isMissing: Bool

    /// The system would not give it.
    init(code: Int32) {
      reason = "cannot be read: \(String(cString: strerror(code)))"
      hint = nil
      isMissing = code == ENOENT
    }

    init(sharedWith mode: mode_t) {
      reason =
        "can be written by others than its owner (mode \(String(mode, radix: 8))), who could have root remove anything"
      hint = "chmod go-w takes that right from them"
      isMissing = false
    }
  }
}
