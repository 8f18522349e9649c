/// What doctor found out about one thing, and what to do about it.
struct Finding: Sendable, Encodable {
  /// In the order in which they are told.
  enum Check: String, Hashable, Sendable, Encodable {
    case configuration, engine, clock, disk, containers, protection, ledger
    case lastRun = "last-run"
    case timer
  }

  enum Level: String, Hashable, Sendable, Encodable {
    case ok, warning
    /// A run would fail.
    case failure
  }

  var check: Check
  var level: Level
  var message: String
  @Null var remedy: String?

  init(_ check: Check, _ level: Level, _ message: String, remedy: String? = nil) {
    self.check = check
    self.level = level
    self.message = message
    _remedy = Null(wrappedValue: remedy)
  }
}

extension [Finding] {
  /// That of the first failure, in the order in which a run would meet them.
  var status: ExitStatus {
    for (check, status) in [
      (Finding.Check.configuration, ExitStatus.configuration), (.engine, .noEngine), (.ledger, .ledger),
    ]
    where contains(where: { $0.check == check && $0.level == .failure }) {
      return status
    }
    return .success
  }
}
