import History

extension LedgerError {
  /// What a person reads, with what to do about it.
  var words: String {
    switch self {
    case .absent(let path): "there is no ledger at \(path) yet: the first run makes it; or name one with --history"
    case .notWritable(let path, let why): "the ledger \(path) cannot be written (\(why)); nothing was removed"
    case .notALedger(let path): "\(path) is no ledger of janitor; name another file with --history"
    case .newer(let path): "the ledger \(path) was written by a newer janitor; use that one"
    case .corrupt(let path):
      "the ledger \(path) is damaged; `janitor doctor --repair` sets it aside, and the next run begins a new one"
    case .unfinished(let path):
      "a run died in the middle of its first change to the ledger \(path); the next run, or dry run, takes that back"
    case .logOutOfReach(let path):
      """
      the newest changes of the ledger \(path) are still in \(path)-wal, and nobody can read that who cannot write there; \
      copy both files to a folder of your own, and name the copy with --history
      """
    case .full(let path): "the disk under the ledger \(path) is full; nothing is removed that cannot be recorded"
    case .busy(let path): "the ledger \(path) is locked by another program"
    case .notIntended(let path, let step): "the ledger \(path) has no open intent for step \(step)"
    case .other(let path, let message): "the ledger \(path): \(message)"
    }
  }
}
