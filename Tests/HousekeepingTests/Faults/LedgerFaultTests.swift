import EngineLab
import Foundation
import Policies
import ProgramLab
import Testing
import Worlds

@testable import History
@testable import Housekeeping

/// Nothing is removed that cannot be recorded, whatever ails the ledger.
@Suite struct LedgerFaultTests {
  private static let isWhole = ProcessInfo.processInfo.environment["JANITOR_FAULTS"] != nil
  private static let policies = """
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]
    """

  /// A small file system of its own, so that it can be full.
  private func withDisk(_ folder: String, kib: Int, _ body: () async throws -> Void) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let image = "\(folder).ext4"
    try await execute(["truncate", "--size=\(kib)K", image])
    // In blocks of a page, as larger disks have them: on smaller ones SQLite's shared memory may find a page half there.
    try await execute(["mkfs.ext4", "-q", "-b", "4096", "-O", "^has_journal", "-m", "0", "-F", image])
    try await execute(["mount", "-o", "loop", image, folder])
    do {
      try await body()
    } catch {
      _ = try? await execute(["umount", "--lazy", folder])
      throw error
    }
    try await execute(["umount", "--lazy", folder])
  }

  @Test func `S7 a disk that is full before, during or after a run`() async throws {
    try await withDocker { lab in
      try await withDisk("\(lab.folder)/faults/ledger", kib: 4096) {
        let bench = try await FaultBench(lab)
        let filler = "\(lab.folder)/faults/ledger/filler"
        var row = FaultRow(name: "a full disk under the ledger")
        var endings: [String] = []
        // A run writes some 200 KiB; which commit meets the end of the disk depends on what is left.
        for left in stride(from: 0, through: 240, by: Self.isWhole ? 4 : 40) {
          let verdict = try await bench.trial(on: lab.host) {
            // To the very end, and then so much less.
            let fill = #"dd if=/dev/zero of="$0" bs=1K status=none 2>/dev/null; truncate --size=-"$1"K "$0""#
            try await execute(["sh", "-c", fill, filler, "\(left)"])
            do {
              endings.append(try await bench.run(at: lab.host).tally.hasTroubles ? "troubles" : "success")
            } catch is LedgerError {
              endings.append("ledger")
            } catch HousekeepingError.unrecordable {
              endings.append("ledger")
            }
            try FileManager.default.removeItem(atPath: filler)
          }
          row.add(verdict, "with \(left) KiB left")
        }
        FaultRow.report([row])
        #expect(row.lost == 0 && row.wrong == 0)
        // From nothing to enough: the first run cannot begin, the last one is not disturbed.
        #expect(endings.first == "ledger" && endings.last == "success")
        #expect(endings.allSatisfy { $0 == "ledger" || $0 == "success" })
      }
    }
  }

  @Test func `S7 a dry run that ends before it has looked leaves a whole ledger, or none`() async throws {
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        proxy.allow { $0.hasSuffix("/_ping") }
        for number in 1...15 {
          let janitor = try Program(
            host: proxy.host, folder: "\(lab.folder)/early-\(number)", configuration: Self.policies)
          #expect(try await janitor("run", "--dry-run").status == 69)
          // A journal would be that of a change which nobody finished.
          #expect(!FileManager.default.fileExists(atPath: janitor.ledger + "-journal"))
          #expect(try await janitor.query("SELECT count(*) FROM run; PRAGMA integrity_check") == "0\nok")
        }
      }
    }
  }

  @Test func `74 for a ledger that is damaged, newer, somebody else's or no database, and nothing is removed`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited()
      let janitor = try Program(lab, Self.policies)
      #expect(try await janitor("run", "--dry-run").status == 0)
      let sound = try #require(FileManager.default.contents(atPath: janitor.ledger))
      let troubles: [(harm: String, words: String)] = [
        ("dd if=/dev/urandom of=$L bs=4096 seek=1 count=12 conv=notrunc status=none", "janitor doctor --repair"),
        ("sqlite3 $L \"INSERT INTO grdb_migrations VALUES ('9: what will come')\"", "written by a newer janitor"),
        ("rm $L; sqlite3 $L 'CREATE TABLE mine (x)'", "no ledger of janitor"),
        ("printf 'this is no database%4000s' x >$L", "no ledger of janitor"),
      ]
      for (harm, words) in troubles {
        try sound.write(to: URL(filePath: janitor.ledger))
        try await execute(["sh", "-c", harm], environment: ["L": janitor.ledger])
        let before = FileManager.default.contents(atPath: janitor.ledger)
        let mark = lab.mark
        let ending = try await janitor("run")
        #expect(ending.status == 74, "\(harm): \(ending.output)\(ending.diagnostics)")
        #expect(ending.diagnostics.contains(words), "\(harm): \(ending.diagnostics)")
        #expect(lab.requests(since: mark).allSatisfy { $0.hasPrefix("GET ") })
        #expect(try await lab.status(of: id) == "exited")
        #expect(FileManager.default.contents(atPath: janitor.ledger) == before, "\(harm)")
        #expect(try await janitor("doctor").status == 74, "\(harm)")
      }
    }
  }

  @Test func `74 for a ledger of another user, and nothing is removed`() async throws {
    try await withDocker(arguments: ["--group", "nogroup"]) { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited()
      let janitor = try Program(lab, Self.policies)
      #expect(try await janitor("run", "--dry-run").status == 0)
      // The build may lie where only root may look.
      let copy = "\(lab.folder)/copy"
      try await execute(["cp", Program.path, copy])
      try await execute(["chmod", "0755", lab.folder, "\(lab.folder)/janitor", copy])
      let before = FileManager.default.contents(atPath: janitor.ledger)
      let mark = lab.mark
      let words = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", copy, "run", "--host", lab.host]
      let failure = await #expect(throws: CommandFailure.self) { try await execute(words + janitor.arguments) }
      #expect(failure?.status == 74)
      #expect(failure?.diagnostics.contains(janitor.ledger) == true)
      #expect(lab.requests(since: mark).allSatisfy { $0.hasPrefix("GET ") })
      #expect(try await lab.status(of: id) == "exited")
      #expect(FileManager.default.contents(atPath: janitor.ledger) == before)
    }
  }

  @Test func `a damaged ledger is set aside only when told to`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited()
      let janitor = try Program(lab, Self.policies)
      #expect(try await janitor("run", "--dry-run").status == 0)
      // A sound one stays.
      #expect(try await janitor("doctor", "--repair").output.contains("is sound; nothing was repaired"))
      try await execute(
        ["sh", "-c", "dd if=/dev/urandom of=$L bs=4096 seek=1 count=12 conv=notrunc status=none"],
        environment: ["L": janitor.ledger])
      let damaged = FileManager.default.contents(atPath: janitor.ledger)
      #expect(try await janitor("run").status == 74)
      let repair = try await janitor("doctor", "--repair")
      #expect(repair.status == 0)
      let folder = URL(filePath: janitor.ledger).deletingLastPathComponent().path
      let aside = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
        $0.contains(".damaged-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm")
      }
      #expect(aside.count == 1 && repair.output.contains(aside[0]))
      #expect(FileManager.default.contents(atPath: "\(folder)/\(aside[0])") == damaged)
      #expect(try await janitor("run").status == 0)
      #expect(try await lab.status(of: id) == nil)
      #expect(try await janitor("doctor").status == 0)
    }
  }

  @Test func `74 for a ledger that another program holds for long, and a reader holds nobody up`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited()
      let janitor = try Program(lab, Self.policies)
      #expect(try await janitor("run", "--dry-run").status == 0)
      // The shell opens a transaction and keeps it while janitor runs.
      func run(beside transaction: String) async throws -> Program.Ending {
        let script = """
          mkfifo "$L.in"; sqlite3 "$L" <"$L.in" >"$L.out" 2>&1 & exec 9>"$L.in"
          echo '\(transaction) SELECT count(*) FROM run;' >&9
          until [ -s "$L.out" ]; do sleep 0.05; done
          "$@" 9>&-; status=$?
          exec 9>&-; wait; rm -f "$L.in" "$L.out"; exit $status
          """
        return try await janitor.held(by: script.replacing("$L", with: janitor.ledger))
      }
      let locked = try await run(beside: "BEGIN IMMEDIATE;")
      #expect(locked.status == 74)
      #expect(locked.diagnostics.contains("locked by another program"))
      #expect(try await lab.status(of: id) == "exited")
      #expect(try await run(beside: "BEGIN;").status == 0)
      #expect(try await lab.status(of: id) == nil)
    }
  }
}
