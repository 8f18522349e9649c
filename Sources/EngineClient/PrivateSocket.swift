import Glibc

/// An error of the system.
struct SystemError: Error {
  let code: Int32
  var reason: String { String(cString: strerror(code)) }
}

/// A Unix socket in a new folder that only this user may enter.
enum PrivateSocket {
  static func listen() throws(SystemError) -> (folder: String, path: String, listener: Int32) {
    let folder = try makeFolder()
    let path = "\(folder)/engine.sock"
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard listener >= 0, bind(listener, to: path), Glibc.listen(listener, 16) == 0 else {
      let code = errno
      if listener >= 0 { close(listener) }
      unlink(path)
      rmdir(folder)
      throw SystemError(code: code)
    }
    return (folder, path, listener)
  }

  /// In `$TMPDIR`, where a socket's path still fits into an address there.
  private static func makeFolder() throws(SystemError) -> String {
    let wanted = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let place = wanted.hasPrefix("/") && wanted.utf8.count < 70 ? wanted : "/tmp"
    var template = Array("\(place)/janitor-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(code: errno) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func bind(_ listener: Int32, to path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}
