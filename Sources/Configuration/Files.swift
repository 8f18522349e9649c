import Glibc

/// The files of a configuration as they lie on the disk.
enum Files {
  /// Its bytes, at most one more than `SourceText.largest`.
  static func read(_ path: String) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    defer { close(descriptor) }
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
  static func dropIns(of path: String) throws(Failure) -> [String] {
    let folder = folder(of: path)
    guard let directory = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw Failure(code: errno)
    }
    defer { closedir(directory) }
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

  /// Why the system would not give a file.
  struct Failure: Error {
    let code: Int32
    var isMissing: Bool { code == ENOENT }
    var reason: String { String(cString: strerror(code)) }
  }
}
