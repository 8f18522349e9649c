import EngineClient
import FoundationEssentials
import Glibc

/// The contexts of Docker's own client: names for engines, kept in the folder of its configuration.
struct DockerContexts {
  /// `$DOCKER_CONFIG`, or `~/.docker`.
  let folder: String
  /// Whether somebody named the folder; else one that this process may not even look into counts as not there.
  let isNamed: Bool

  /// The one that means none: the engine is found as if there were no contexts.
  static let none = "default"

  /// What `docker context use` chose; `nil` where it is none.
  func current() throws(DockerContextError) -> String? {
    struct Wire: Decodable { var currentContext: String? }
    let path = "\(folder)/config.json"
    var status = stat()
    if stat(path, &status) != 0 {
      guard isNamed, errno != ENOENT, errno != ENOTDIR else { return nil }
      throw .unreadable(path, code: errno)
    }
    let name = try read(Wire.self, path).currentContext ?? ""
    return name.isEmpty || name == Self.none ? nil : name
  }

  /// The engine that a context names.
  func engine(_ name: String) throws(DockerContextError) -> (host: EngineHost, tls: EngineTLS?) {
    let key = SHA256(name).hex
    let path = "\(folder)/contexts/meta/\(key)/meta.json"
    let wire: ContextWire
    do {
      wire = try read(ContextWire.self, path)
    } catch {
      if case .unreadable(_, ENOENT) = error { throw .missing(path) }
      throw error
    }
    guard wire.Name == name else { throw .damaged(path, detail: "it is not of the context '\(name)'") }
    guard let endpoint = wire.Endpoints?["docker"], let text = endpoint.Host, !text.isEmpty else {
      throw .damaged(path, detail: "it names no Docker engine")
    }
    let host: EngineHost
    do { host = try EngineHost(text) } catch { throw .badHost(path, error) }
    guard case .tcp = host else { return (host, nil) }
    return (host, try tls("\(folder)/contexts/tls/\(key)/docker", verify: endpoint.SkipTLSVerify != true))
  }

  /// The files that are there; `nil`, which is no TLS, where there are none and the engine is to be believed.
  private func tls(_ folder: String, verify: Bool) throws(DockerContextError) -> EngineTLS? {
    let files = FileManager.default
    let (authority, certificate, key) = ("\(folder)/ca.pem", "\(folder)/cert.pem", "\(folder)/key.pem")
    func there(_ path: String) -> String? { files.fileExists(atPath: path) ? path : nil }
    let tls = EngineTLS(
      certificateAuthority: there(authority), certificate: there(certificate), key: there(key), verify: verify)
    switch (tls.certificate, tls.key) {
    case (_?, nil): throw .damaged(folder, detail: "there is a cert.pem without key.pem")
    case (nil, _?): throw .damaged(folder, detail: "there is a key.pem without cert.pem")
    case (nil, nil) where verify && tls.certificateAuthority == nil: return nil
    default: return tls
    }
  }

  private func read<T: Decodable>(_ type: T.Type, _ path: String) throws(DockerContextError) -> T {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      switch (error as? CocoaError)?.code {
      case .fileReadNoSuchFile?: throw .unreadable(path, code: ENOENT)
      case .fileReadNoPermission?: throw .unreadable(path, code: EACCES)
      default: throw .unreadable(path, code: EIO)
      }
    }
    do { return try JSONDecoder().decode(type, from: data) } catch {
      throw .damaged(path, detail: "it is not the JSON that Docker writes")
    }
  }
}

private struct ContextWire: Decodable {
  struct Endpoint: Decodable {
    var Host: String?
    var SkipTLSVerify: Bool?
  }
  var Name: String?
  var Endpoints: [String: Endpoint]?
}

/// Why a context names no engine; each with the file that is to blame.
enum DockerContextError: Error, Hashable {
  case missing(String)
  case unreadable(String, code: Int32)
  case damaged(String, detail: String)
  case badHost(String, EngineHostError)
}
