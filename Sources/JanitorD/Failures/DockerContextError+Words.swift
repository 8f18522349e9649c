import Glibc

extension DockerContextError {
  /// Why a Docker context names no engine, and what to do about it.
  var words: String {
    switch self {
    case .missing(let path):
      """
      there is none of that name, for \(path) is not there; `docker context ls` lists those of this user. \
      Name the engine with --host, or `docker context use default`
      """
    case .unreadable(let path, let code):
      """
      \(path) cannot be read (\(String(cString: strerror(code)))), and it may name the engine. Make it readable, \
      or name the engine with --host
      """
    case .damaged(let path, let detail):
      "\(path): \(detail). Mend it, or name the engine with --host"
    case .badHost(let path, let error): "\(path): \(error.words)"
    }
  }
}
