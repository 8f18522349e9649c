/// A value to bind to a parameter; `nil` is NULL.
enum SQLValue: Hashable, Sendable {
  case integer(Int64?)
  case real(Double?)
  /// Up to its first NUL, where SQLite's own functions see its end.
  case text(String?)

  static func count(_ value: Int?) -> SQLValue { .integer(value.map { Int64($0) }) }
  static func flag(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }
}
