import EngineLab
import Foundation
import ProgramLab
import Testing

/// S16: what containers carry in secret is never stored or printed.
@Suite struct SecretTests {
  @Test func `S16 environments, command lines and what is in volumes reach neither the ledger nor any output`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let secret = "hunter2-\(UUID().uuidString)"
      let id = try await lab.run(
        ["sh", "-c", "echo \(secret) >/data/file; : \(secret)"], name: "job",
        options: ["--env", "TOKEN=\(secret)", "--volume", "/data"])
      try await lab.docker("wait", id)
      _ = try await lab.build("FROM base:1\nENV PASSWORD=\(secret)\nRUN : \(secret)", tag: "app:1")
      let janitor = try Program(
        lab,
        """
        [brake]
        share = "100%"

        [[policy]]
        name = "jobs"
        target = "containers"
        filter = ["name=job"]
        volumes = true

        [[policy]]
        name = "apps"
        target = "images"
        filter = ["reference=app"]

        [[policy]]
        name = "cache"
        target = "build-cache"
        older-than = "0s"
        """)
      var said = ""
      for words in [
        ["explain", "job"], ["explain", "app:1"], ["run", "--dry-run", "--verbose"], ["run"], ["doctor"],
      ] {
        for format in ["table", "json"] {
          let ending = try await janitor.run(words + ["--format", format, "--host", lab.host] + janitor.arguments)
          #expect(ending.status == 0, "\(words): \(ending)")
          said += ending.output + ending.diagnostics
        }
      }
      said += try await janitor.run(["history", "--include-dry-runs", "--format", "json"] + janitor.arguments).output
      #expect(said.contains("jobs") && !said.contains(secret))
      #expect(try await lab.status(of: id) == nil)
      let folder = URL(filePath: janitor.ledger).deletingLastPathComponent().path
      for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(file)"))
        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
      }
    }
  }
}
