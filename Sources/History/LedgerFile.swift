import Glibc

/// The file of a ledger before SQLite opens it.
enum LedgerFile {
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// Makes the folder (0750) and the file (0640) where they are missing, whatever the umask.
  static func make(_ path: String) throws(LedgerError) {
    let folder = parent(of: path)
    guard folder.isEmpty || makeFolder(folder) else {
      throw .notWritable(path, "the folder \(folder) cannot be made")
    }
    guard !exists(path) else { return }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw .notWritable(path, "the file cannot be made") }
    fchmod(descriptor, 0o640)
    close(descriptor)
  }

  /// With those above it; `false` where it is not there afterwards.
  private static func makeFolder(_ path: String) -> Bool {
    if isFolder(path) { return true }
    let parent = parent(of: path)
    guard parent.isEmpty || makeFolder(parent) else { return false }
    guard mkdir(path, 0o750) == 0 else { return isFolder(path) }
    chmod(path, 0o750)
    return true
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func parent(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}
