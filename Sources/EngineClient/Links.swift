import Glibc

/// Finds the one name of a folder of this host: follows symbolic links, and goes back from bind mounts, without a look at what
/// another host, or a process, answers for: that may hang for ever.
struct Links {
  /// Folders that are reached, with where they are.
  private var known: [String: String] = ["": ""]
  private let mounts: MountTable

  init(_ mounts: MountTable = MountTable()) { self.mounts = mounts }

  /// Where an absolute path leads to; the path itself as far as it cannot be seen.
  mutating func follow(_ path: String) -> String {
    path.hasPrefix("/") ? mounts.original(of: follow(path[...], hops: 0)) : path
  }

  private mutating func follow(_ path: Substring, hops: Int) -> String {
    let path = path.last == "/" ? path.dropLast() : path
    if let found = known[String(path)] { return found }
    guard let slash = path.lastIndex(of: "/") else { return String(path) }
    let folder = follow(path[..<slash], hops: hops)
    let name = path[path.index(after: slash)...]
    let whole: String
    switch name {
    case "", ".": whole = folder
    case "..": whole = String(folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.startIndex))
    default:
      let here = "\(folder)/\(name)"
      if !mounts.mayHang(at: here), hops < 40, let link = Self.read(here) {
        whole = follow(link.hasPrefix("/") ? link[...] : "\(folder)/\(link)"[...], hops: hops + 1)
      } else {
        whole = here
      }
    }
    known[String(path)] = whole
    return whole
  }

  /// `nil` where it is no link.
  private static func read(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
