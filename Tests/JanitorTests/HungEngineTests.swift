import EngineLab
import Foundation
import ProgramLab
import Testing

/// An engine that accepts connections and answers nothing.
@Suite struct HungEngineTests {
  @Test func `69 from each command within its deadline, and nothing is claimed`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let id = try await lab.exited()
      let janitor = try Program(
        lab,
        """
        [engine]
        timeout = "1s"

        [[policy]]
        name = "exited"
        target = "containers"
        filter = ["status=exited"]
        """)
      try lab.suspend()
      for words in [["run"], ["run", "--dry-run"], ["doctor"]] {
        // `timeout` would end it with 124.
        let ending = try await janitor.run(
          through: ["timeout", "20"], words + janitor.arguments + ["--host", lab.host])
        #expect(ending.status == 69, "\(words)")
        #expect((ending.output + ending.diagnostics).contains("did not answer GET /_ping within 1s; it may hang"))
      }
      try lab.resume()
      #expect(try await lab.status(of: id) == "exited")
      #expect(try await janitor("run").status == 0)
      #expect(try await lab.status(of: id) == nil)
    }
  }
}
