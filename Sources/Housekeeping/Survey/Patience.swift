import Policies
import Synchronization

/// Looks at objects one by one, and stops asking for those of a kind once the engine leaves too many unanswered.
///
/// One that hangs costs a time-out; a thousand must not cost a thousand.
final class Patience: Sendable {
  enum Kind: Hashable, Sendable {
    case containers, images, histories, volumes, networks
    /// What the engine reckons for all objects at once.
    case usage
  }

  private struct TimeOuts {
    var inARow = 0
    var inAll = 0
    var last: EngineError?
  }
  private let timeOuts = Mutex<[Kind: TimeOuts]>([:])

  /// What a look finds; where there were too many time-outs, the engine is not asked.
  ///
  /// - Throws: where there is no engine any more.
  func sight<Value: Sendable>(
    _ kind: Kind, _ ask: () async throws(EngineError) -> Value?
  ) async throws(EngineError) -> Sight<Value> {
    if let error = exhausted(kind) { return .unseen(.notAsked(after: error)) }
    do throws(EngineError) {
      let value = try await ask()
      note(nil, kind)
      return value.map(Sight.found) ?? .unseen(.notFound)
    } catch {
      if error.isOfConnection { throw error }
      note(error, kind)
      return .unseen(.failed(error))
    }
  }

  /// The last time-out, where there were so many that the engine is not to be asked any more.
  private func exhausted(_ kind: Kind) -> EngineError? {
    timeOuts.withLock { timeOuts in
      guard let found = timeOuts[kind], found.inARow >= kind.mostInARow || found.inAll >= kind.mostInAll else {
        return nil
      }
      return found.last
    }
  }

  private func note(_ error: EngineError?, _ kind: Kind) {
    timeOuts.withLock { timeOuts in
      guard case .timedOut? = error else {
        timeOuts[kind]?.inARow = 0
        return
      }
      timeOuts[kind, default: TimeOuts()].inARow += 1
      timeOuts[kind]?.inAll += 1
      timeOuts[kind]?.last = error
    }
  }
}

extension Patience.Kind {
  /// As many as are out at once.
  fileprivate var mostInARow: Int { self == .usage ? 1 : 8 }
  fileprivate var mostInAll: Int { 4 * mostInARow }
}
