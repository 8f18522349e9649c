import Foundation
import Policies
import Testing

@testable import History

@Suite struct LedgerTroubleTests {
  @Test func `who only reads makes no ledger`() throws {
    try inFolder { folder in
      let path = "\(folder)/none.sqlite"
      #expect(throws: LedgerError.absent(path)) { try Ledger(reading: path) }
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func `a new ledger and the folders above it are for its owner and group alone`() throws {
    try inFolder { folder in
      _ = try Ledger(path: "\(folder)/a/b/history.sqlite")
      for (path, mode) in [("a", 0o750), ("a/b", 0o750), ("a/b/history.sqlite", 0o640)] {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
        #expect(attributes[.posixPermissions] as? Int == mode, "\(path)")
      }
      try Data().write(to: URL(filePath: "\(folder)/file"))
      let path = "\(folder)/file/history.sqlite"
      #expect(throws: LedgerError.notWritable(path, "the folder \(folder)/file cannot be made")) {
        try Ledger(path: path)
      }
    }
  }

  @Test func `a file that is something else is refused and stays as it is`() throws {
    try inFolder { folder in
      let text = "\(folder)/text"
      try String(repeating: "dear diary ", count: 200).write(toFile: text, atomically: true, encoding: .utf8)
      #expect(throws: LedgerError.notALedger(text)) { try Ledger(path: text) }
      #expect(throws: LedgerError.notALedger(text)) { try Ledger(reading: text) }

      let other = "\(folder)/other.sqlite"
      try sqlite3(other, "CREATE TABLE mine (x)")
      let before = FileManager.default.contents(atPath: other)
      #expect(throws: LedgerError.notALedger(other)) { try Ledger(path: other) }
      #expect(FileManager.default.contents(atPath: other)?.count == before?.count)
      #expect(throws: LedgerError.self) { try Ledger(path: folder) }
    }
  }

  @Test func `S7 a ledger whose first writer died is nobody's yet, and the next one makes it`() throws {
    try inFolder { folder in
      let path = "\(folder)/history.sqlite"
      // Made, and gone no further.
      try Data().write(to: URL(filePath: path))
      #expect(throws: LedgerError.absent(path)) { try Ledger(reading: path) }
      // Killed in the middle of a change that had reached the file: it is to be taken back, which only a writer can.
      let change = "PRAGMA cache_size = 1; BEGIN; CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(100000));"
      _ = try shell("sh", "-c", #"sqlite3 "$0" "$1" '.shell kill -KILL $PPID'; true"#, path, change)
      #expect(FileManager.default.fileExists(atPath: path + "-journal"))
      #expect(throws: LedgerError.unfinished(path)) { try Ledger(reading: path) }
      _ = try Ledger(path: path)
      _ = try Ledger(reading: path)
      #expect(try sqlite3(path, "SELECT count(*) FROM sqlite_schema WHERE name IN ('t', 'step')") == ["1"])
    }
  }

  @Test func `a ledger of a newer janitor is refused`() throws {
    try withLedger { ledger, path in
      try ledger.write { try $0.execute("INSERT INTO grdb_migrations VALUES ('9: what will come')") }
      #expect(throws: LedgerError.newer(path)) { try Ledger(path: path) }
      #expect(throws: LedgerError.newer(path)) { try Ledger(reading: path) }
    }
  }

  @Test func `a damaged ledger is told from a sound one`() throws {
    try inFolder { folder in
      let path = "\(folder)/history.sqlite"
      try Ledger.makeClosed(path)
      let file = try #require(FileHandle(forUpdatingAtPath: path))
      // The page of the schema survives; those of the steps do not.
      for page in 6..<20 {
        try file.seek(toOffset: UInt64(page * 4096))
        try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
      }
      try file.close()
      #expect(throws: LedgerError.corrupt(path)) {
        _ = try Ledger(path: path).report(since: nil, until: nil, by: .policy, includeDryRuns: true)
      }
    }
  }

  @Test func `a full disk and a read-only one are known as such, and a full one loses nothing`() throws {
    try inFolder { folder in
      let mount = "\(folder)/small"
      try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
      try shell("mount", "-t", "tmpfs", "-o", "size=400k", "none", mount)
      defer { _ = try? shell("umount", "-l", mount) }
      let path = "\(mount)/history.sqlite"
      do {
        let ledger = try Ledger(path: path)
        let run = try ledger.sampleRun()
        try ledger.intend([.sample(1)], in: run, at: at(1))
        #expect(throws: LedgerError.full(path)) {
          for first in stride(from: 2, to: 20_000, by: 100) {
            try ledger.intend((first..<first + 100).map { .sample($0) }, in: run, at: at(1))
          }
        }
        #expect(try ledger.column("SELECT outcome FROM step WHERE number = 1") == ["intended"])
        #expect(try ledger.column("PRAGMA integrity_check") == ["ok"])
      }

      try shell("mount", "-o", "remount,ro", mount)
      #expect { try Ledger(path: path) } throws: { error in
        guard case LedgerError.notWritable(path, _) = error else { return false }
        return true
      }
    }
  }

  @Test func `H a ledger is read where nothing can be written beside it, as long as no log is left`() throws {
    try inFolder { folder in
      let (real, mount) = ("\(folder)/real", "\(folder)/a mount? 100%#")
      for path in [real, mount] {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      }
      try Ledger.makeClosed("\(real)/history.sqlite")
      try shell("mount", "--bind", real, mount)
      defer { _ = try? shell("umount", "-l", mount) }
      try shell("mount", "-o", "remount,bind,ro", mount)
      let path = "\(mount)/history.sqlite"
      let still = try Ledger(reading: path)
      #expect(try still.health().steps == 500)
      #expect(throws: LedgerError.self) { try Ledger(path: path) }

      // A run elsewhere: its log and the index of that are there, and tell what the file does not yet.
      let writer = try Ledger(path: "\(real)/history.sqlite")
      try writer.intend([.sample(1)], in: writer.sampleRun(), at: at(1))
      #expect(try Ledger(reading: path).health().steps == 501)
      #expect(throws: LedgerError.busy(path)) { try still.health() }
      // A copy with the log and without its index.
      try FileManager.default.createDirectory(atPath: "\(real)/copy", withIntermediateDirectories: true)
      for file in ["history.sqlite", "history.sqlite-wal"] { try shell("cp", "\(real)/\(file)", "\(real)/copy/") }
      let copy = "\(mount)/copy/history.sqlite"
      #expect(throws: LedgerError.logOutOfReach(copy)) { try Ledger(reading: copy) }
    }
  }

  @Test func `H a ledger without its head is a damaged one, and can be set aside`() throws {
    try inFolder { folder in
      let path = "\(folder)/history.sqlite"
      try Ledger.makeClosed(path)
      try shell("dd", "if=/dev/zero", "of=\(path)", "bs=100", "count=1", "conv=notrunc", "status=none")
      #expect(throws: LedgerError.corrupt(path)) { try Ledger(reading: path) }
      #expect(throws: LedgerError.corrupt(path)) { try Ledger(path: path) }
      let aside = try Ledger.setAside(path, at: at(0))
      #expect(FileManager.default.fileExists(atPath: aside) && !FileManager.default.fileExists(atPath: path))
      // Zeros alone are nobody's.
      try Data(count: 8192).write(to: URL(filePath: path))
      #expect(throws: LedgerError.notALedger(path)) { try Ledger.setAside(path, at: at(0)) }
    }
  }

  @Test(arguments: [8, 44, 60, 80, 100, 130, 140, 160, 180, 250])
  func `L a ledger first made on a full disk is made whole once there is room`(kib: Int) throws {
    try inFolder { folder in
      let mount = "\(folder)/small"
      try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
      try shell("mount", "-t", "tmpfs", "-o", "size=\(kib)k", "none", mount)
      defer { _ = try? shell("umount", "-l", mount) }
      let path = "\(mount)/history.sqlite"
      do { _ = try Ledger(path: path).sampleRun() } catch {
        #expect(error as? LedgerError == .full(path), "\(kib) KiB")
      }
      try shell("mount", "-o", "remount,size=10m", mount)
      _ = try Ledger(path: path).sampleRun()
      #expect(try Ledger(reading: path).health().damage.isEmpty)
    }
  }
}
