/// What is mounted on this host, and where.
struct MountTable {
  private struct Entry {
    /// Which file system, by the numbers of its device.
    var device: Substring
    /// The folder of that file system which shows.
    var root: String
    /// The folder where it shows, "" for `/`.
    var point: String
    var kind: Substring
  }
  /// In the order of the table: what comes later lies on top.
  private let entries: [Entry]

  /// - Parameter text: as `/proc/self/mountinfo` has it.
  init(_ text: String = SystemFile.text("/proc/self/mountinfo") ?? "") {
    entries = text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count > 4, let dash = words.firstIndex(of: "-"), dash + 1 < words.count else { return nil }
      return Entry(
        device: words[2], root: Self.folder(words[3]), point: Self.folder(words[4]), kind: words[dash + 1])
    }
  }

  /// Whether another host, or a process, answers for what is there: a look at it may hang for ever.
  func mayHang(at path: String) -> Bool {
    entries.contains { entry in
      path.isAtOrBelow(entry.point)
        && ["nfs", "cifs", "smb", "fuse", "9p", "ceph", "gluster", "afs", "autofs", "lustre", "ocfs", "gfs"].contains {
          entry.kind.hasPrefix($0)
        }
    }
  }

  /// The name that a path without links has where the most of its file system is mounted first: a bind mount shows a folder in
  /// a second place.
  func original(of path: String) -> String {
    let above = entries.reversed().filter { path.isAtOrBelow($0.point) }
    guard let here = above.max(by: { $0.point.count < $1.point.count }) else { return path }
    let inside = here.root + path.dropFirst(here.point.count)
    let widest = entries.filter { $0.device == here.device && inside.isAtOrBelow($0.root) }
      .min { $0.root.count < $1.root.count }
    guard let widest, widest.point != here.point else { return path }
    return widest.point + inside.dropFirst(widest.root.count)
  }

  /// Without the slash at its end; the kernel writes blanks and backslashes by their numbers.
  private static func folder(_ word: Substring) -> String {
    if word == "/" { return "" }
    return ["\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"].reduce(String(word)) {
      $0.replacing($1.key, with: $1.value)
    }
  }
}

extension String {
  fileprivate func isAtOrBelow(_ folder: String) -> Bool { self == folder || hasPrefix("\(folder)/") }
}
