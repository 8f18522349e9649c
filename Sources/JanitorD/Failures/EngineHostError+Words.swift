import EngineClient

extension EngineHostError {
  /// Why a text names no engine.
  var words: String {
    switch self {
    case .noScheme(let text): "'\(text)' is no engine; write unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST"
    case .unsupportedScheme(let scheme):
      "\(scheme):// is not supported; write unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST"
    case .noPath(let text): "'\(text)' needs an absolute path, as in unix:///var/run/docker.sock"
    case .pathTooLong(let text): "'\(text)' is longer than a socket's path can be (107 bytes)"
    case .noHost(let text): "'\(text)' names no host, as in tcp://ci-1:2376 or ssh://ci-1"
    case .badPort(let text): "'\(text)' has no port between 1 and 65535"
    case .badUser(let text): "'\(text)' names a user of other characters than letters, digits and . _ - + @"
    case .badSocket(let text):
      "'\(text)' has other characters in the socket's path than letters, digits and / . _ - + @ : , ="
    case .password: "a password in an engine's address is nothing that ssh takes; use a key, and write ssh://USER@HOST"
    }
  }
}
