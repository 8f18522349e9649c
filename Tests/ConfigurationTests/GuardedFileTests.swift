import Foundation
import JanitorConfiguration
import Testing

/// Root goes by no file that others than its owner can write.
@Suite struct GuardedFileTests {
  private static let policies = "[[policy]]\nname = \"p\"\ntarget = \"containers\"\nfilter = [\"exited=0\"]\n"

  private func set(_ mode: Int, _ file: URL) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
  }

  private func complaint(_ file: URL, guarded: Bool = true) -> String? {
    do {
      _ = try Configuration.load(path: file.path, guarded: guarded)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [(0o664, "664"), (0o646, "646"), (0o666, "666"), (0o602, "602")])
  func `a file that others can write is refused`(mode: Int, shown: String) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "j.conf")
      try folder.write(Self.policies, to: "j.conf")
      try set(mode, file)
      let message = """
        \(file.path): can be written by others than its owner (mode \(shown)), who could have root remove anything
          hint: chmod go-w takes that right from them
        """
      #expect(complaint(file) == message)
      #expect(complaint(file, guarded: false) == nil)
    }
  }

  @Test func `so are a drop-in and the folder of drop-ins, and a link is judged by what it leads to`() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "j.conf")
      try folder.write(Self.policies, to: "real.conf")
      try FileManager.default.createSymbolicLink(
        at: file, withDestinationURL: folder.appending(path: "real.conf"))
      try folder.write("[brake]\nsteps = 5\n", to: "j.conf.d/a.conf")
      for (name, mode) in [("real.conf", 0o644), ("j.conf.d/a.conf", 0o640), ("j.conf.d", 0o755)] {
        try set(mode, folder.appending(path: name))
      }
      #expect(complaint(file) == nil)
      for (name, mode, safe) in [
        ("real.conf", 0o666, 0o600), ("j.conf.d/a.conf", 0o660, 0o600), ("j.conf.d", 0o777, 0o700),
      ] {
        let harmed = folder.appending(path: name)
        try set(mode, harmed)
        let told = name == "real.conf" ? file : harmed
        #expect(complaint(file)?.hasPrefix("\(told.path): can be written by others") == true)
        try set(safe, harmed)
        #expect(complaint(file) == nil)
      }
    }
  }
}
