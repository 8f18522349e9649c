import EngineClient
import Glibc

/// A file that this process alone has locked.
final class LockFile: Sendable {
  private let descriptor: Int32
  private let path: String

  private init(_ descriptor: Int32, _ path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    unlink(path)
    close(descriptor)
  }

  /// `nil` where the file cannot be made or opened, or is one of those that are held already.
  static func take(_ path: String, besides held: [LockFile]) throws(HousekeepingError) -> LockFile? {
    while true {
      let descriptor = open(path)
      guard descriptor >= 0 else { return nil }
      guard !held.contains(where: { isSame(descriptor, $0.path) }) else {
        close(descriptor)
        return nil
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let holder = holder(of: descriptor)
        close(descriptor)
        throw .locked(holder, lock: path)
      }
      // The holder before took the file away when it was done: then this lock is on nothing, and the next try is not.
      if isSame(descriptor, path) { return LockFile(descriptor, path) }
      close(descriptor)
    }
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (held, named) = (stat(), stat())
    return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
      && held.st_dev == named.st_dev
  }

  /// Without O_CREAT first: the kernel forbids it on another user's file in a folder that is everybody's.
  private static func open(_ path: String) -> Int32 {
    let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW
    let existing = Glibc.open(path, flags)
    if existing >= 0 || errno != ENOENT { return existing }
    let created = Glibc.open(path, flags | O_CREAT, 0o644)
    guard created >= 0 else { return errno == EACCES ? Glibc.open(path, flags) : -1 }
    // Whatever the umask: who may talk to the engine must be able to meet the lock.
    fchmod(created, 0o644)
    return created
  }

  /// The kernel's own list of locks says who has it, so that nothing stale can be read.
  private static func holder(of descriptor: Int32) -> LockHolder {
    var status = stat()
    guard fstat(descriptor, &status) == 0, let locks = SystemFile.text("/proc/locks") else { return .unknown }
    for line in locks.split(separator: "\n") where line.contains(" FLOCK ") {
      let fields = line.split(separator: " ")
      guard let flock = fields.firstIndex(of: "FLOCK"), fields.count > flock + 4, let pid = Int(fields[flock + 3]),
        fields[flock + 4].hasSuffix(":\(status.st_ino)")
      else { continue }
      let command = (SystemFile.text("/proc/\(pid)/cmdline") ?? "").split(separator: "\0").joined(separator: " ")
      return .process(pid, command: command)
    }
    return .unseen
  }
}
