import FoundationEssentials
import Glibc
import Policies

/// What a file or a folder with all that is in it takes on the disk, in whole blocks, on its own file system.
///
/// A file of several names counts once. `nil` where it is not there, or a part of it cannot be seen.
func diskUsage(of path: String) -> ByteCount? {
  struct File: Hashable {
    var device: dev_t
    var inode: ino_t
  }
  guard let root = fileStatus(path) else { return nil }
  var total: Int64 = 0
  var linked: Set<File> = []
  var open = [(path, root)]
  while let (path, status) = open.popLast() {
    // What is mounted in it is somebody else's.
    guard status.st_dev == root.st_dev else { continue }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let isAgain =
      !isFolder && status.st_nlink > 1
      && !linked.insert(File(device: status.st_dev, inode: status.st_ino)).inserted
    if !isAgain { total += Int64(status.st_blocks) * 512 }
    guard isFolder else { continue }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return nil }
    for name in names {
      guard let status = fileStatus("\(path)/\(name)") else { return nil }
      open.append(("\(path)/\(name)", status))
    }
  }
  return ByteCount(total)
}

/// Of the file itself, not of what a link points to.
func fileStatus(_ path: String) -> stat? {
  var status = stat()
  return lstat(path, &status) == 0 ? status : nil
}
