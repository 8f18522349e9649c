import CMalloc

/// How the C library's allocator is used: by a program that takes much at once and has little to do at the same time.
enum Heap {
  /// Gives large blocks back as soon as they are free, and has one heap for all threads.
  ///
  /// Else glibc raises its own limit of what is large with the first such block that comes free, up to 32 MiB, and each
  /// thread has a heap of its own: on a large host a fifth of the memory would be what lies between.
  static func keepSmall() {
    mallopt(M_MMAP_THRESHOLD, 131_072)
    mallopt(M_ARENA_MAX, 1)
  }
}
