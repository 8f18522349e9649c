package import History

/// What ends a run, or a look, that neither engine nor ledger failed.
package enum HousekeepingError: Error, Hashable, Sendable {
  /// The engine does not tell its time, so no age can be measured.
  case withoutClock
  /// The same, of a run; nothing was done.
  case runWithoutClock
  /// Another process has the lock of that engine.
  case locked(LockHolder, lock: String)
  /// The lock of that name can be made nowhere; nothing was removed.
  case noLock(String)
  /// No dry run stored a plan that begins so.
  case noSuchPlan(String, ledger: String)
  case severalPlans(String, [String])
  /// The ledger failed in the middle of a run, which ended there.
  case unrecordable(LedgerError)
  /// More objects than anybody wants to read of begin with a text.
  case severalObjects(String, count: Int)
}

/// Who has a lock, as far as the kernel tells.
package enum LockHolder: Hashable, Sendable {
  /// With its command line; empty where that cannot be read.
  case process(Int, command: String)
  /// Of another PID namespace.
  case unseen
  /// The kernel's list of locks cannot be read.
  case unknown
}
