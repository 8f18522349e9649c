import EngineClient
import History
import Housekeeping
import JanitorConfiguration
import Policies
import Wording

/// What ends the program with another status than 0.
struct Failure: Error {
  var status: ExitStatus
  var message: String
  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}

extension Failure {
  /// What an error of any room means for whoever called janitor; `nil` for errors of the command line itself.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as ConfigurationFailure: self.init(.configuration, "the configuration has a mistake\n\(error)")
    case let error as EngineError: self.init(.noEngine, Format.safe(Wording.engine(error)))
    case let error as LedgerError: self.init(.ledger, error.words)
    case let error as HousekeepingError: self.init(error)
    default: return nil
    }
  }

  private init(_ error: HousekeepingError) {
    switch error {
    case .withoutClock: self.init(.internalError, "the engine does not tell its time, so no age can be measured")
    case .runWithoutClock:
      self.init(.internalError, "the engine does not tell its time, so no age can be measured; nothing was done")
    case .locked(let holder, let lock):
      self.init(.locked, "another janitor is running on this engine: \(holder.words) holds \(lock)")
    case .noLock(let name):
      self.init(.ledger, "cannot make the lock \(name) in /run/lock or beside the ledger; nothing was removed")
    case .noSuchPlan(let id, let ledger):
      self.init(
        .usage,
        "no dry run on this engine stored a plan \(Format.safe(id)) in \(ledger); `janitor run --dry-run` stores one")
    case .severalPlans(let id, let found):
      self.init(.usage, "several plans begin with \(id): \(found.joined(separator: ", "))")
    case .unrecordable(let error):
      self.init(
        .ledger,
        """
        \(error.words)
        The run ended there; the next one finds out what became of the removals that were under way.
        """)
    case .severalObjects(let text, let count):
      self.init(.usage, "\(Format.count(count, "object")) begin with \(Format.safe(text)); say more of it")
    }
  }
}

extension LockHolder {
  fileprivate var words: String {
    switch self {
    case .process(let id, ""): "process \(id)"
    case .process(let id, let command): "process \(id) (\(Format.safe(command)))"
    case .unseen: "a process that this one cannot see"
    case .unknown: "a process"
    }
  }
}
