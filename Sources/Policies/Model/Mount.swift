package struct Mount: Hashable, Sendable {
  package var type: String
  /// The volume's name; `nil` for binds and tmpfs.
  package var name: String?
  package var source: String
  package var destination: String
  /// Where the source leads to, where it is a link that somebody could follow.
  package var target: String?
  package init(
    type: String, name: String? = nil, source: String = "", destination: String, target: String? = nil
  ) {
    self.target = target
    self.type = type
    self.name = name
    self.source = source
    self.destination = destination
  }
}
