package struct Mount: Hashable, Sendable {
  package var type: String
  /// The volume's name; `nil` for binds and tmpfs.
  package var name: String?
  package var source: String
  package var destination: String
  package init(type: String, name: String? = nil, source: String = "", destination: String) {
    self.type = type
    self.name = name
    self.source = source
    self.destination = destination
  }
}
