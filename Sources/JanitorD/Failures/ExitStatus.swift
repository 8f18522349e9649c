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

extension ExitStatus {
  /// With which a command ends.
  init(_ result: Result<Void, any Error>) {
    switch result {
    case .success: self = Console.loss == nil ? .success : .ledger
    case .failure(let error): self = Failure(error)?.status ?? .internalError
    }
  }
}

extension RunResult {
  var status: ExitStatus {
    if plan.brake != nil { return .braked }
    return tally.hasTroubles ? .someStepsFailed : .success
  }
}
