import Glibc

/// The file of a ledger before SQLite opens it.
enum LedgerFile {
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// Whether changes wait in the write-ahead log beside the file.
  static func hasLog(_ path: String) -> Bool {
    var status = stat()
    return stat("\(path)-wal", &status) == 0 && status.st_size > 0
  }

  /// What shows whether a file, or its log, was written to.
  struct Stamp: Hashable {
    private let file: [Int]
    private let hasLog: Bool

    init(_ path: String) {
      var status = stat()
      file =
        stat(path, &status) == 0
        ? [Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec] : []
      hasLog = LedgerFile.hasLog(path)
    }
  }

  /// Whether the first pages of a file, whatever its head says, have the text of a ledger's tables.
  static func holdsTables(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64 * 4096)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return false }
    let text = String(decoding: bytes.prefix(count), as: UTF8.self)
    return ["CREATE TABLE grdb_migrations", "CREATE TABLE run_policy"].allSatisfy { text.contains($0) }
  }

  /// Makes the folder (0750) and the file (0640) where they are missing, whatever the umask.
  static func make(_ path: String) throws(LedgerError) {
    guard makeFolder(of: path) else {
      throw .notWritable(path, "the folder \(parent(of: path)) cannot be made")
    }
    guard !exists(path) else { return }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw .notWritable(path, "the file cannot be made") }
    fchmod(descriptor, 0o640)
    close(descriptor)
  }

  /// The folder of a file (0750); `false` where it is not there afterwards.
  static func makeFolder(of path: String) -> Bool {
    let folder = parent(of: path)
    return folder.isEmpty || makeFolder(folder)
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
