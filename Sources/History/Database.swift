import Synchronization

/// A connection that tasks share: one uses it, the others wait.
///
/// `Connection` itself is not `Sendable`. The mutex takes it over when it is made, and lends it to one body at a time.
/// A body is `@Sendable` so that it can have nothing in which a statement could stay behind.
final class Database: Sendable {
  private let connection: Mutex<Connection>

  init(_ connection: consuming sending Connection) { self.connection = Mutex(connection) }

  /// Outside of a transaction; what the body runs is committed statement by statement.
  func use<R: Sendable>(_ body: @Sendable (inout Connection) throws -> R) throws -> R {
    try connection.withLock { try body(&$0) }
  }

  func write<R: Sendable>(_ body: @Sendable (inout Connection) throws -> R) throws -> R {
    try use { try $0.write(body) }
  }

  func read<R: Sendable>(_ body: @Sendable (inout Connection) throws -> R) throws -> R {
    try use { try $0.read(body) }
  }
}
