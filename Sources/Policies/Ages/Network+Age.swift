extension Network {
  /// Since when every look found it unused, as far as janitor remembers.
  func unusedSince(_ memory: Memory) -> Timestamp? { memory.networks[id]?.firstUnused }
}
