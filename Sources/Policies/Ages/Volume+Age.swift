extension Volume {
  /// Since when it is unused without a break, as far as anybody knows; a volume that was made anew under its name
  /// begins anew.
  func unusedSince(_ memory: Memory) -> Timestamp? {
    guard let first = memory.volumes[name]?.firstUnused else { return nil }
    return created.map { max($0, first) } ?? first
  }
}
