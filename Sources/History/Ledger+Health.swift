import Glibc
package import Policies

/// What a look through a whole ledger shows.
package struct LedgerHealth: Hashable, Sendable {
  /// Of the file and its write-ahead log.
  package var bytes: Int64
  package var runs: Int
  package var steps: Int
  /// Steps that the next run has to settle.
  package var openSteps: Int
  /// The last one that was no dry run.
  package var lastRun: LastRun?
  /// In SQLite's words, at most ten; empty where the file is sound.
  package var damage: [String]

  package struct LastRun: Hashable, Sendable {
    package var id: RunID
    package var startedAt: Timestamp
    package var status: RunStatus
    /// Steps that failed, or of which nobody knows what became.
    package var troubles: Int
    /// Policies that could not take part.
    package var omitted: Int
  }
}

extension Ledger {
  /// Reads every page: seconds for a ledger of millions of steps.
  package func health() throws(LedgerError) -> LedgerHealth {
    let bytes = [path, "\(path)-wal"].reduce(Int64(0)) { sum, file in
      var status = stat()
      return stat(file, &status) == 0 ? sum + Int64(status.st_size) : sum
    }
    return try read { db in
      let damage = try db.all("PRAGMA integrity_check(10)") { try $0.text(0) }.filter { $0 != "ok" }
      let omitted = try db.knowsOmissions ? "omitted IS NOT NULL" : "0"
      let open = "SELECT count(*) FROM step WHERE outcome IN ('intended', 'unknown')"
      let lastRun = try db.first(
        """
        SELECT id, started_at, status,
          (SELECT count(*) FROM step WHERE run = run.id AND outcome IN ('failed', 'unknown', 'intended')),
          (SELECT count(*) FROM run_policy WHERE run = run.id AND \(omitted))
        FROM run WHERE dry_run = 0 ORDER BY id DESC LIMIT 1
        """, [], { try LedgerHealth.LastRun($0) })
      return LedgerHealth(
        bytes: bytes, runs: try db.count("SELECT count(*) FROM run"), steps: try db.count("SELECT count(*) FROM step"),
        openSteps: try db.count(open), lastRun: lastRun ?? nil, damage: damage)
    }
  }

  /// Moves a damaged ledger out of the way, under a name with the date; nothing of it is lost, and the next run begins
  /// a new one.
  ///
  /// - Returns: the new path.
  /// - Throws: `LedgerError.busy` where a process has it open; `.notALedger` for a file that neither says that it is one nor has its tables.
  package static func setAside(_ path: String, at now: Timestamp) throws(LedgerError) -> String {
    let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .notWritable(path, String(cString: strerror(errno))) }
    defer { close(descriptor) }
    guard saysItIsALedger(descriptor) || LedgerFile.holdsTables(path) else { throw .notALedger(path) }
    // Who has a database open holds a lock on it.
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    guard fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_type == Int16(F_UNLCK) else { throw .busy(path) }
    let date = String(now.rfc3339.filter { $0 != "-" && $0 != ":" })
    let aside = "\(path).damaged-\(date)"
    // The log first: a new ledger must never meet the old one's.
    for suffix in ["-wal", "-shm", ""] where rename(path + suffix, aside + suffix) != 0 && errno != ENOENT {
      throw .notWritable(path, String(cString: strerror(errno)))
    }
    return aside
  }

  /// By the head of the file, which SQLite's file format fixes: its magic, and the application at byte 68.
  private static func saysItIsALedger(_ descriptor: Int32) -> Bool {
    var head = [UInt8](repeating: 0, count: 100)
    guard pread(descriptor, &head, head.count, 0) == head.count else { return false }
    let application = head[68..<72].reduce(0) { $0 << 8 | Int($1) }
    return head.starts(with: "SQLite format 3\0".utf8) && application == Schema.applicationID
  }
}

extension LedgerHealth.LastRun {
  fileprivate init?(_ row: borrowing Row) throws {
    guard let status = RunStatus(rawValue: try row.text(2)) else { return nil }
    self.init(
      id: RunID(rawValue: try row.integer(0)), startedAt: try row.time(1), status: status, troubles: try row.count(3),
      omitted: try row.count(4))
  }
}
