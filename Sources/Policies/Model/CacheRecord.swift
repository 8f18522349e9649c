/// One record of the build cache.
package struct CacheRecord: Hashable, Sendable {
  package var id: CacheID
  /// What it was built on; a record cannot go before those that were built on it.
  package var parents: [CacheID]
  /// `regular`, `source.local`, `exec.cachemount`, `frontend`, `internal`, `source.git.checkout`.
  package var kind: String
  package var description: String
  /// Whether a build uses it now.
  package var isInUse: Bool
  /// Whether an image has the same layer: then its removal frees nothing.
  package var isShared: Bool
  package var size: ByteCount
  package var created: Timestamp?
  /// `nil` where it was not used since it was made.
  package var lastUsed: Timestamp?

  package init(
    id: CacheID, parents: [CacheID] = [], kind: String = "regular", description: String = "", isInUse: Bool = false,
    isShared: Bool = false, size: ByteCount = .zero, created: Timestamp? = nil, lastUsed: Timestamp? = nil
  ) {
    self.id = id
    self.parents = parents
    self.kind = kind
    self.description = description
    self.isInUse = isInUse
    self.isShared = isShared
    self.size = size
    self.created = created
    self.lastUsed = lastUsed
  }
}
