/// How full an engine's disk was at the end of a run.
package struct DiskSample: Hashable, Sendable {
  package var at: Timestamp
  package var size: ByteCount
  package var used: ByteCount
  package init(at: Timestamp, size: ByteCount, used: ByteCount) {
    self.at = at
    self.size = size
    self.used = used
  }
}
