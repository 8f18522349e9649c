/// A value of a TOML document with its place.
struct Node: Sendable {
  enum Value: Sendable {
    /// In the order of the text.
    case table([Entry])
    case array([Node])
    case string(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case date
  }

  /// Of a table: its header.
  var at: Region
  var value: Value

  /// What a person calls its type.
  var typeName: String {
    switch value {
    case .table: "a table"
    case .array: "an array"
    case .string: "a string"
    case .integer: "an integer"
    case .real: "a number with a fraction"
    case .boolean: "a boolean"
    case .date: "a date or time"
    }
  }
}

/// A key and its value.
struct Entry: Sendable {
  var key: String
  var keyAt: Region
  var node: Node
}
