import EngineLab
import Foundation
import ProgramLab
import Testing

/// SQLite makes files beside a database even to read it, which whoever may only read it cannot.
@Suite struct LedgerReaderTests {
  @Test func `a member of the ledger's group reads it in a folder of somebody else, and changes nothing`() async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.exited(name: "job")
      let janitor = try Program(
        lab, "[[policy]]\nname = \"exited\"\ntarget = \"containers\"\nfilter = [\"status=exited\"]\n")
      #expect(try await janitor("run").status == 0)
      let folder = "\(lab.folder)/readers"
      let ledger = "\(folder)/history.sqlite"
      try await execute(["mkdir", "--mode=755", folder])
      _ = try await janitor.query("VACUUM INTO '\(ledger)'")
      try await execute(["sqlite3", ledger, "PRAGMA journal_mode = WAL"])
      try await execute(["chgrp", "adm", ledger])
      try await execute(["chmod", "640", ledger])
      try await execute(["cp", Program.path, folder])
      try await execute(["chmod", "a+rx", lab.folder, "\(folder)/janitor"])
      let before = try await execute(["sha256sum", ledger])
      for command in ["report", "history"] {
        let output = try await execute(
          ["setpriv", "--reuid=nobody", "--regid=adm", "--clear-groups", "\(folder)/janitor", command]
            + ["--config", "/dev/null", "--history", ledger])
        #expect(output.contains(command == "report" ? "exited" : "finished"), "\(output)")
      }
      #expect(try await execute(["sha256sum", ledger]) == before)
      #expect(try await execute(["ls", folder]).split(separator: "\n").sorted() == ["history.sqlite", "janitor"])
    }
  }
}
