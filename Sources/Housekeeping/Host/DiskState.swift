package import EngineClient
import Glibc
package import Policies

/// How full the disk is that an engine's root lies on, as `df` counts it: of what others than root may have.
package struct DiskState: Sendable {
  package var bytes: Usage
  /// With a total of 0 on file systems that do not count them.
  package var inodes: Usage

  package struct Usage: Sendable {
    package var total: UInt64
    package var used: UInt64
    package var available: UInt64

    init(total: UInt64, free: UInt64, available: UInt64) {
      self.total = total
      self.available = available
      used = total - min(free, total)
    }

    package var share: Double { used + available > 0 ? Double(used) / Double(used + available) : 0 }
  }

  /// `nil` where the engine's disk cannot be seen from here.
  package init?(of information: EngineInformation, at host: EngineHost) {
    let folder = information.rootDirectory
    var status = statvfs()
    guard case .unix = host, !folder.isEmpty, statvfs(folder, &status) == 0, status.f_blocks > 0 else { return nil }
    func bytes(_ blocks: UInt) -> UInt64 {
      UInt64(blocks).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
    }
    self.bytes = Usage(
      total: bytes(status.f_blocks), free: bytes(status.f_bfree), available: bytes(status.f_bavail))
    inodes = Usage(
      total: UInt64(status.f_files), free: UInt64(status.f_ffree), available: UInt64(status.f_favail))
  }
}

extension DiskSample {
  package init(_ disk: DiskState, at: Timestamp) {
    // Of what others than root may have, as `df` reckons.
    self.init(
      at: at, size: ByteCount(Int64(clamping: disk.bytes.used &+ disk.bytes.available)),
      used: ByteCount(Int64(clamping: disk.bytes.used)))
  }
}
