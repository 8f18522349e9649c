import FoundationEssentials
import Glibc
import Policies

/// The log that an engine keeps beside a container; no answer of it tells the size.
struct ContainerLog {
  let container: String
  let driver: String
  /// Where the engine says that the log is; it does so for some drivers only.
  let path: String?
  /// The container's own folder, where the engine names a file in it.
  let folder: String?
  /// Whether the engine names no file at all, as before the container's first start.
  let isUntouched: Bool

  init(_ wire: ContainerInspectionWire) {
    let id = wire.Id
    container = id
    driver = wire.HostConfig?.LogConfig?.Type ?? ""
    // Only what bears its ID is its own.
    path = wire.LogPath.flatMap { $0.lies(inFolder: id) ? $0 : nil }
    let named = [wire.LogPath, wire.HostnamePath, wire.ResolvConfPath].compactMap { $0 }.filter { !$0.isEmpty }
    isUntouched = named.isEmpty
    folder = named.first { $0.lies(inFolder: id) }.map { $0.parent }
  }

  /// Its bytes, rotated, compressed and cached parts too, zero where it has none; `nil` where janitor cannot see them.
  ///
  /// - Parameters:
  ///   - inBlocks: whether all that the engine keeps beside the container counts, as it lies on the disk.
  ///   - seesFiles: whether the engine's files are this host's files.
  func size(seesFiles: Bool, inBlocks: Bool = false) -> ByteCount? {
    if inBlocks, seesFiles, let folder, let size = diskUsage(of: folder) { return size }
    // These write no file. Others that send their lines away keep a copy, for `docker logs`.
    if ["none", "journald", "passthrough"].contains(driver) { return .zero }
    if isUntouched { return .zero }
    guard seesFiles, let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return nil
    }
    let bases = [path.map(\.name), "\(container)-json.log", "container-cached.log"].compactMap { $0 }
    var files = names.filter { name in bases.contains { name == $0 || name.hasPrefix("\($0).") } }
    if names.contains("local-logs") {
      guard let parts = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/local-logs") else { return nil }
      files += parts.map { "local-logs/\($0)" }
    }
    return files.reduce(.zero) { $0 + bytes("\(folder)/\($1)") }
  }

  /// Zero for what is no plain file, or went meanwhile.
  private func bytes(_ path: String) -> ByteCount {
    guard let status = fileStatus(path), status.st_mode & S_IFMT == S_IFREG else { return .zero }
    return ByteCount(Int64(status.st_size))
  }
}

extension String {
  /// Whether it is an absolute path through a folder of that name.
  fileprivate func lies(inFolder name: String) -> Bool {
    utf8.first == UInt8(ascii: "/") && parts.dropLast().contains { $0.elementsEqual(name.utf8) }
  }
  fileprivate var name: String { parts.last.map { String(Substring($0)) } ?? self }
  var parent: String { String(prefix(upTo: utf8.lastIndex(of: UInt8(ascii: "/")) ?? startIndex)) }
  // By bytes: each container has three paths, and they are looked at before and just before its removal.
  private var parts: [Substring.UTF8View] { utf8.split(separator: UInt8(ascii: "/")) }
}
