import FoundationEssentials
import Glibc
import Policies

/// The volumes and networks of Quadlet, Podman's generator of systemd units: it puts no label on them.
struct QuadletUnits {
  /// Those of the commands in the units that generators made.
  private let words: Set<String>

  /// - Parameter folders: where systemd has the output of generators.
  init(_ folders: [String]) {
    var words: Set<String> = []
    for folder in folders {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(".service")
      {
        let path = "\(folder)/\(name)"
        // A user's folder may hold anything.
        guard let status = fileStatus(path), status.st_mode & S_IFMT == S_IFREG, status.st_size < 1 << 20,
          let unit = FileManager.default.contents(atPath: path)
        else { continue }
        words.formUnion(Self.words(String(decoding: unit, as: UTF8.self)))
      }
    }
    self.words = words
  }

  /// Whether it has Quadlet's own kind of name, or a unit names it: `volume create NAME`, `--volume NAME:/path`,
  /// `--network NAME:ip=…`.
  func name(_ object: String) -> Bool { object.hasPrefix(Manager.quadletPrefix) || words.contains(object) }

  /// The words of commands of Podman, each up to a colon.
  static func words(_ unit: String) -> [String] {
    unit.split(separator: "\n").filter { $0.hasPrefix("Exec") && $0.contains("/podman ") }
      .flatMap { $0.split(separator: " ") }.compactMap { $0.split(separator: ":").first.map(String.init) }
  }
}

extension Engine {
  /// `nil` on Docker. On another host only names tell.
  var quadletUnits: QuadletUnits? {
    guard identity.kind == .podman else { return nil }
    guard case .unix(let socket) = identity.host else { return QuadletUnits([]) }
    return QuadletUnits(Self.generatorFolders(besides: socket))
  }

  /// Of the manager, the system's or a user's, in whose runtime directory the socket is: `/run/podman/podman.sock` and
  /// `/run/systemd/generator`.
  private static func generatorFolders(besides socket: String) -> [String] {
    let resolved = realpath(socket, nil).map { path in
      defer { free(path) }
      return String(cString: path)
    }
    return Set([socket, resolved].compactMap(\.self)).map { "\($0.parent.parent)/systemd/generator" }.sorted()
  }
}
