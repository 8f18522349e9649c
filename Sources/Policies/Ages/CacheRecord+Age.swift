extension CacheRecord {
  func instant(of origin: AgeOrigin) -> Timestamp? { origin == .created ? created : lastUsed ?? created }
}
