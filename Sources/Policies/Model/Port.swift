package struct Port: Hashable, Sendable {
  package var inside: Int
  /// `nil` where it is exposed but not published.
  package var published: Int?
  /// `tcp`, `udp` or `sctp`.
  package var proto: String
  package init(inside: Int, published: Int? = nil, proto: String) {
    self.inside = inside
    self.published = published
    self.proto = proto
  }
}
