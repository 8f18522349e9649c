import Housekeeping
import Policies

/// The codes of sysexits.h where one fits, so that systemd names them.
enum ExitStatus: Int32 {
  case success = 0
  case internalError = 1
  case someStepsFailed = 3
  case braked = 4
  case usage = 64
  case noEngine = 69
  /// Standard output, too, when it is what cannot be written.
  case ledger = 74
  case locked = 75
  case configuration = 78
}

extension RunResult {
  var status: ExitStatus {
    if plan.brake != nil { return .braked }
    return tally.hasTroubles ? .someStepsFailed : .success
  }
}
