import FoundationEssentials
import NIOCore

extension Data {
  /// A copy of what can be read. NIOFoundationCompat has one too, and brings all of Foundation: ICU's tables alone are
  /// half of the program then.
  init(_ buffer: ByteBuffer) { self = buffer.withUnsafeReadableBytes { Data($0) } }
}
