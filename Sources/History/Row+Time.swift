import Policies

extension Row {
  func time(_ column: Int32) throws(SQLiteError) -> Timestamp { Timestamp(unixSeconds: try real(column)) }

  func optionalTime(_ column: Int32) throws(SQLiteError) -> Timestamp? {
    guard let seconds = try optionalReal(column) else { return nil }
    return Timestamp(unixSeconds: seconds)
  }
}
