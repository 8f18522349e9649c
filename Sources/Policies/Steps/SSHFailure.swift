/// How an ssh failed that carried a connection.
package enum SSHFailure: Hashable, Sendable {
  /// Not even begun, with the system's reason.
  case notStarted(reason: String)
  /// Its exit status, or 128 and the number of the signal that ended it, and the end of what it said.
  case ended(status: Int32, words: String)

  /// The status of ssh's own failures; any other is that of the command over there.
  package static let itself: Int32 = 255
  /// The status by which a shell says that it has no such command.
  package static let noSuchCommand: Int32 = 127
}
