import EngineLab
import Foundation
import ProgramLab
import Testing

/// `run --plan ID` does what a dry run showed, and nothing else.
@Suite struct StoredPlanTests {
  private static let policies = """
    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited"]

    [[policy]]
    name = "tags"
    target = "images"
    filter = ["reference=app"]

    [[policy]]
    name = "off"
    target = "containers"
    filter = ["status=created"]
    enabled = false
    """

  @Test func `S1 a stored plan is carried out as it was shown, and what changed since is skipped and said`()
    async throws
  {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let (stays, goes, renamed) = (
        try await lab.exited(name: "stays"), try await lab.exited(name: "goes"), try await lab.exited(name: "old-name")
      )
      try await lab.loadImage(tags: ["app:1", "app:2"], layers: [.bytes(500, seed: "one")])
      let janitor = try Program(lab, Self.policies)
      let dry = try await janitor.document("run", "--dry-run")
      #expect(dry.steps.count == 5)
      #expect(try await janitor("run", "--dry-run").output.contains("`janitor run --plan \(dry.plan)` does just this."))

      // What came since is not of this plan; what changed since is left.
      let later = try await lab.exited(name: "later")
      try await lab.docker("start", "stays")
      try await lab.docker("rename", "old-name", "new-name")
      try await lab.docker("tag", "app:1", "app:3")
      let run = try await janitor.document("run", "--plan", String(dry.plan.prefix(8)))
      #expect(try await lab.status(of: goes) == nil)
      for id in [stays, renamed, later] { #expect(try await lab.status(of: id) != nil) }
      #expect(try await lab.docker("images", "--quiet", "app:3") != "")
      let outcomes = Dictionary(run.steps.map { ($0.name, $0.outcome) }) { first, _ in first }
      #expect(outcomes["goes"] == "done" && outcomes["stays"] == "skipped" && outcomes["old-name"] == "skipped")
      #expect(run.steps.count == 5 && run.totals.done + run.totals.skipped == 5 && run.totals.failed == 0)
      #expect(run.steps.map(\.number) == [1, 2, 3, 4, 5])
      #expect(run.steps.first { $0.name == "stays" }?.error?.hasPrefix("changed since the plan: ") == true)
      #expect(try await janitor.query("SELECT count(*) FROM step WHERE run = \(run.run ?? 0)") == "5")
      #expect(
        try await janitor.query("SELECT error FROM step WHERE run = \(run.run ?? 0) AND object_name = 'old-name'")
          == "changed since the plan: gone, altered, or not selected any more")
    }
  }

  @Test func `the same state does the same plan, of policies that are off too`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      try await lab.created(name: "one")
      let janitor = try Program(lab, Self.policies)
      let dry = try await janitor.document("run", "--dry-run", "--policy", "off")
      #expect(dry.steps.map(\.name) == ["one"])
      try await lab.created(name: "two")
      let run = try await janitor.document("run", "--plan", dry.plan)
      #expect(run.plan == dry.plan && run.decisions == dry.decisions && run.totals.done == 1)
      #expect(try await lab.docker("ps", "--all", "--format", "{{.Names}}") == "two")
      // A second time there is nothing left of it.
      let again = try await janitor.document("run", "--plan", dry.plan)
      #expect(again.totals.done == 0 && again.totals.skipped == 1)
      #expect(try await janitor("run", "--plan", dry.plan).output.contains("Did 0 of 1 step: 0 B freed, 1 skipped."))
      let look = try await janitor("run", "--dry-run", "--plan", dry.plan).output
      #expect(look.contains("A run would take none of 1 step: each has changed since the plan."), "\(look)")
    }
  }

  @Test func `64 for a plan that nobody stored, and for a plan with policies`() async throws {
    try await withDocker { lab in
      let janitor = try Program(lab, Self.policies)
      let none = try await janitor("run", "--plan", "0123456789abcdef")
      #expect(none.status == 64)
      #expect(none.diagnostics.contains("no dry run on this engine stored a plan 0123456789abcdef"))
      #expect(try await janitor("run", "--plan", "zzzz").status == 64)
      #expect(try await janitor("run", "--plan", "0123", "--due").status == 64)
    }
  }
}
