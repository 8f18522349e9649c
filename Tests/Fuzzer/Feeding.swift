import FuzzTargets
import Glibc
import Synchronization

/// Feeds inputs to the target, and watches how much memory one takes.
enum Feeding {
  private static let target = getenv("JANITOR_FUZZ_TARGET").flatMap { FuzzTarget(rawValue: String(cString: $0)) }
  /// What is allocated now, and the most that was since the input came.
  private static let live = Atomic<Int>(0)
  private static let peak = Atomic<Int>(0)
  private static let isWatched: Bool = installHooks({ _, size in allocated(size) }, { freed($0) }) > 0

  static func feed(_ bytes: [UInt8]) {
    precondition(isWatched, "nobody counts the memory")
    let before = live.load(ordering: .relaxed)
    peak.store(before, ordering: .relaxed)
    target?.read(bytes)
    // A megabyte for each kilobyte, and one that is always free.
    let most = peak.load(ordering: .relaxed) - before
    guard most <= (1 + bytes.count / 1000) << 20 else { fatalError("\(bytes.count) bytes took \(most) bytes") }
  }

  private static func allocated(_ size: Int) {
    let now = live.add(size, ordering: .relaxed).newValue
    if now > peak.load(ordering: .relaxed) { peak.store(now, ordering: .relaxed) }
  }

  private static func freed(_ pointer: UnsafeRawPointer?) {
    guard let pointer else { return }
    live.subtract(allocatedSize(pointer), ordering: .relaxed)
  }
}

/// Called by the address sanitizer at each allocation and release.
@_silgen_name("__sanitizer_install_malloc_and_free_hooks")
private func installHooks(
  _ allocated: @convention(c) (UnsafeRawPointer?, Int) -> Void, _ freed: @convention(c) (UnsafeRawPointer?) -> Void
) -> CInt

@_silgen_name("__sanitizer_get_allocated_size")
private func allocatedSize(_ pointer: UnsafeRawPointer) -> Int
