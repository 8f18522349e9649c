/// What ends the program with another status than 0; the status is decided here and nowhere else.
struct Failure: Error {
  var status: ExitStatus
  var message: String
  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}

/// The codes of sysexits.h where one fits, so that systemd names them.
enum ExitStatus: Int32 {
  case success = 0
  case internalError = 1
  case someStepsFailed = 3
  case braked = 4
  case usage = 64
  case noEngine = 69
  case ledger = 74
  case locked = 75
  case configuration = 78
}
