import EngineClient
import History
import Housekeeping
import JanitorConfiguration
import Policies
import Testing

@testable import JanitorD

/// Each room throws its own errors; here they become exit statuses and words.
@Suite struct FailureTests {
  @Test(
    arguments: [
      (EngineError.unreachable("unix:///x", reason: .absent), .noEngine, "no engine answers at unix:///x"),
      (LedgerError.full("/x"), .ledger, "the disk under the ledger /x is full"),
      (HousekeepingError.withoutClock, .internalError, "so no age can be measured"),
      (HousekeepingError.runWithoutClock, .internalError, "so no age can be measured; nothing was done"),
      (
        HousekeepingError.locked(.process(7, command: "janitor run"), lock: "/l"), .locked,
        "another janitor is running on this engine: process 7 (janitor run) holds /l"
      ),
      (HousekeepingError.locked(.process(7, command: ""), lock: "/l"), .locked, ": process 7 holds /l"),
      (HousekeepingError.locked(.unseen, lock: "/l"), .locked, "a process that this one cannot see holds /l"),
      (HousekeepingError.locked(.unknown, lock: "/l"), .locked, ": a process holds /l"),
      (HousekeepingError.noLock("l"), .ledger, "cannot make the lock l"),
      (HousekeepingError.noSuchPlan("ab\u{1B}", ledger: "/x"), .usage, "stored a plan ab\\u{1b} in /x"),
      (HousekeepingError.severalPlans("ab", ["abc", "abd"]), .usage, "several plans begin with ab: abc, abd"),
      (
        HousekeepingError.unrecordable(.full("/x")), .ledger,
        "is full; nothing is removed that cannot be recorded\nThe run ended there; the next one finds out"
      ),
      (HousekeepingError.severalObjects("a", count: 21), .usage, "21 objects begin with a"),
      (Failure(.braked, "as it is"), .braked, "as it is"),
    ] as [(any Error, JanitorD.ExitStatus, String)])
  func `each error has its status, and says what happened`(error: any Error, status: JanitorD.ExitStatus, text: String)
    throws
  {
    let failure = try #require(Failure(error))
    #expect(failure.status == status)
    #expect(failure.message.contains(text), "\(failure.message)")
  }

  @Test func `S10 each mistake of a configuration is told`() throws {
    let mistake = #expect(throws: ConfigurationFailure.self) { try Configuration.parse("[nonsense]", file: "t.conf") }
    let error = try #require(mistake)
    let failure = try #require(Failure(error))
    #expect(failure.status == .configuration)
    #expect(failure.message.hasPrefix("the configuration has a mistake\nt.conf:1:2: "))
  }

  @Test func `an error of the command line is the parser's own to tell`() {
    #expect(Failure(CancellationError()) == nil)
  }

  @Test(arguments: [
    (LedgerError.unfinished("/x"), "the next run, or dry run, takes that back"),
    (LedgerError.logOutOfReach("/x"), "are still in /x-wal"),
    (LedgerError.absent("/x"), "there is no ledger at /x yet"), (.notALedger("/x"), "/x is no ledger of janitor"),
    (.newer("/x"), "was written by a newer janitor"), (.corrupt("/x"), "is damaged; `janitor doctor --repair`"),
    (.busy("/x"), "is locked by another program"), (.notIntended("/x", step: 3), "has no open intent for step 3"),
    (.notWritable("/x", "it is read-only"), "cannot be written (it is read-only); nothing was removed"),
    (.other("/x", "odd"), "the ledger /x: odd"),
  ])
  func `each trouble of a ledger says what to do`(error: LedgerError, text: String) {
    #expect(error.words.contains(text))
  }
}
