import Glibc

/// Follows symbolic links in paths of this host, without a look at what another host, or a process, answers for: that may
/// hang for ever.
struct Links {
  /// Folders that are reached, with where they are.
  private var known: [String: String] = ["": ""]
  private let remote: Set<String>

  /// - Parameter mounts: as `/proc/self/mountinfo` has them.
  init(mounts: String = Self.mounts) {
    var remote: Set<String> = []
    for line in mounts.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 4, let dash = words.firstIndex(of: "-"), dash + 1 < words.count else { continue }
      let kind = words[dash + 1]
      if Self.mayHang(kind) { remote.insert(String(words[4]).replacing("\\040", with: " ")) }
    }
    self.remote = remote
  }

  private static var mounts: String {
    SystemFile.text("/proc/self/mountinfo") ?? ""
  }

  private static func mayHang(_ kind: Substring) -> Bool {
    ["nfs", "cifs", "smb", "fuse", "9p", "ceph", "gluster", "afs", "autofs", "lustre", "ocfs", "gfs"].contains {
      kind.hasPrefix($0)
    }
  }

  /// Where an absolute path leads to; the path itself as far as it cannot be seen.
  mutating func follow(_ path: String) -> String { path.hasPrefix("/") ? follow(path[...], hops: 0) : path }

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
      let isSeen = !remote.contains { here == $0 || here.hasPrefix("\($0)/") }
      if isSeen, hops < 40, let link = Self.read(here) {
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
