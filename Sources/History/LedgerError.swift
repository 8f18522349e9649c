import CSQLite

/// What can be wrong with a ledger; each case names the file.
package enum LedgerError: Error, Hashable, Sendable {
  case absent(String)
  case notWritable(String, String)
  case notALedger(String)
  /// Its schema is of a janitor that came later.
  case newer(String)
  case corrupt(String)
  /// A writer died in the middle of its first change; the next one takes that back.
  case unfinished(String)
  /// Changes wait in its log, and whoever wants to read it cannot write beside it, which that takes.
  case logOutOfReach(String)
  case full(String)
  case busy(String)
  /// An outcome for a step that has no open intent.
  case notIntended(String, step: Int)
  case other(String, String)
}

/// Turns what SQLite says into a `LedgerError`, by result codes.
func guarding<R>(_ path: String, _ body: () throws -> R) throws(LedgerError) -> R {
  do {
    return try body()
  } catch let error as LedgerError {
    throw error
  } catch let error as SQLiteError {
    // The index of the log finds no room: SQLITE_IOERR_SHMSIZE.
    if error.code == SQLITE_IOERR | 19 << 8 { throw .full(path) }
    if error.isUnfinishedChange { throw .unfinished(path) }
    switch error.primaryCode {
    case SQLITE_CANTOPEN: throw .notWritable(path, "it cannot be opened")
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: throw .notWritable(path, "it is read-only")
    case SQLITE_NOTADB: throw LedgerFile.holdsTables(path) ? .corrupt(path) : .notALedger(path)
    case SQLITE_CORRUPT: throw .corrupt(path)
    case SQLITE_FULL: throw .full(path)
    case SQLITE_BUSY, SQLITE_LOCKED: throw .busy(path)
    default: throw .other(path, error.message)
    }
  } catch {
    throw .other(path, "\(error)")
  }
}
