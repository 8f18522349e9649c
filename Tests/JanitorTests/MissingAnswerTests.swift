import EngineLab
import Foundation
import ProgramLab
import Testing

/// One answer that does not come takes out what hangs on it, and says so everywhere; the rest goes on.
@Suite struct MissingAnswerTests {
  private static let policies = """
    [engine]
    timeout = "1s"

    [[policy]]
    name = "exited"
    target = "containers"
    filter = ["status=exited", "status=created"]

    [[policy]]
    name = "cache"
    target = "build-cache"
    older-than = "0s"
    every = "1h"
    """

  private struct Run: Decodable {
    struct Omitted: Decodable, Equatable {
      var policy: String
      var missing: String
      var error: String
    }
    struct Unseen: Decodable, Equatable {
      var target: String
      var id: String
      var name: String
      var reason: String
    }
    struct Totals: Decodable { var done: Int }
    var omitted: [Omitted]
    var unseen: [Unseen]
    var totals: Totals
  }

  /// The engine's own words for a `/system/df` beside another: it is asked for many at once, over a volume of many files.
  private func busyWords(_ lab: DockerLab) async throws -> String {
    try await execute([
      "sh", "-c",
      "docker --host \(lab.host) volume create many >/dev/null; cd \(lab.folder)/data/volumes/many/_data; seq 20000 | xargs touch",
    ])
    for _ in 0..<50 {
      let refusals = try await withThrowingTaskGroup(of: Reply.self) { group in
        for _ in 0..<4 { group.addTask { try await lab.request("GET", "/system/df") } }
        return try await group.reduce(into: [Reply]()) { if $1.status != 200 { $0.append($1) } }
      }
      if let refusal = refusals.first { return "\(refusal.status) \(String(decoding: refusal.body, as: UTF8.self))" }
    }
    return "never busy"
  }

  @Test func `D a busy disk usage takes only the build cache out, in each command`() async throws {
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        _ = try await lab.importBase()
        let id = try await lab.exited(0, name: "old")
        let janitor = try Program(host: proxy.host, folder: "\(lab.folder)/janitor", configuration: Self.policies)
        #expect(try await janitor("run", "--dry-run").status == 0)
        // What Docker 20.10 says.
        let words = "a disk usage operation is already running"
        #expect(
          try await busyWords(lab).trimmingCharacters(in: .whitespacesAndNewlines) == #"500 {"message":"\#(words)"}"#)
        // As long as somebody wants to wait: the program's own limit for this request is two minutes.
        let refusal = "the engine refused GET /v1.41/system/df (403): \(words)"
        proxy.harm(each: { $0.contains("/system/df") }, by: .answer(status: 403, body: #"{"message":"\#(words)"}"#))
        let left = "The policy cache took no part: the records of the build cache could not be had: \(refusal)."

        let explained = try await janitor("explain", "old")
        #expect(explained.status == 0 && explained.output.contains("exited  goes: exited (0)"))
        let holdings = try await janitor("explain")
        #expect(holdings.status == 0 && holdings.output.contains("It would take 1 container now"))
        #expect(
          holdings.output.contains(
            "What it takes now is not known: the records of the build cache could not be had: \(refusal)."))
        #expect(try await janitor("explain", "no-such-thing").status == 69)
        let page = try await janitor("report", "--format", "html")
        #expect(page.status == 0 && page.output.contains("The next run would take 1 step"))
        #expect(
          page.output.contains(
            "<p>Not known: what objects take, and the build cache, could not be had: \(refusal).</p>"))
        #expect(try await janitor("doctor").status == 0)
        let dry = try await janitor("run", "--dry-run")
        #expect(dry.status == 3 && dry.output.contains(left) && dry.output.contains("A run would take 1 step"))

        let run = try await janitor("run", "--format", "json")
        #expect(run.status == 3)
        let document = try JSONDecoder().decode(Run.self, from: Data(run.output.utf8))
        #expect(document.omitted == [Run.Omitted(policy: "cache", missing: "build-cache", error: refusal)])
        #expect(document.totals.done == 1 && document.unseen == [])
        #expect(try await lab.status(of: id) == nil)
        let empty = try await janitor("run")
        #expect(empty.status == 3 && empty.output.contains("Nothing to do by the policies that took part."))
        // In the ledger, for `history` and `doctor`; the policy is still due.
        #expect(try await janitor("history", "3").output.contains(left))
        #expect(try await janitor("history").output.contains("1 policy"))
        #expect(try await janitor("doctor").output.contains("went through without 1 policy"))
        proxy.harm(0, by: nil)
        let due = try await janitor("run", "--due")
        #expect(due.status == 0 && due.output.contains("2 policies"))
        #expect(try await janitor("run", "--due").output.contains("1 policy"))
      }
    }
  }

  @Test func `D a busy disk usage is asked for again until it is there`() async throws {
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        let janitor = try Program(host: proxy.host, folder: "\(lab.folder)/janitor", configuration: Self.policies)
        proxy.harm(
          first: "GET /v1.41/system/df",
          by: .answer(status: 500, body: #"{"message":"a disk usage operation is already running"}"#))
        let run = try await janitor("run")
        #expect(run.status == 0 && run.output.contains("Nothing to do."))
        #expect(proxy.requests.filter { $0.hasSuffix("/system/df") }.count == 2)
      }
    }
  }

  @Test func `D a container whose inspection hangs stays, and the others go`() async throws {
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        _ = try await lab.importBase()
        let hung = try await lab.created(name: "hung")
        var others: [String] = []
        for _ in 0..<3 { others.append(try await lab.created()) }
        let janitor = try Program(host: proxy.host, folder: "\(lab.folder)/janitor", configuration: Self.policies)
        proxy.harm(each: { $0.contains("/containers/\(hung)/json") }, by: .silence)
        let reason = "the engine did not answer GET /v1.41/containers/\(hung)/json?size=1 within 1s; it may hang"
        let run = try await janitor("run", "--show-kept")
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("Could not be looked at, and stays: container hung: \(reason)."))
        #expect(run.output.contains("Selected by a policy and kept: 1 not fully known."))
        #expect(try await lab.status(of: hung) == "created")
        for id in others { #expect(try await lab.status(of: id) == nil) }
        let again = try await janitor("run", "--format", "json")
        #expect(again.status == 0)
        let document = try JSONDecoder().decode(Run.self, from: Data(again.output.utf8))
        #expect(document.unseen == [Run.Unseen(target: "container", id: hung, name: "hung", reason: reason)])
        let explained = try await janitor("explain", "hung")
        #expect(
          explained.status == 0
            && explained.output.contains(
              "stays: the engine did not answer GET /v1.41/containers/\(hung)/json within 1s")
        )
      }
    }
  }

  @Test func `D where all inspections hang only some are waited for, and the run says so`() async throws {
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        _ = try await lab.importBase()
        try await execute([
          "sh", "-c", "seq 30 | xargs -P 4 -I{} docker --host \(lab.host) create --network none base:1 true >/dev/null",
        ])
        let janitor = try Program(host: proxy.host, folder: "\(lab.folder)/janitor", configuration: Self.policies)
        proxy.harm(each: { $0.contains(/\/containers\/[0-9a-f]+\/json/) }, by: .silence)
        let run = try await janitor("run", "--format", "json")
        #expect(run.status == 3)
        // The eight that are out at once, and those that take the place of the first to time out.
        #expect((8..<16).contains(proxy.harmed))
        let harmed = proxy.harmed
        let document = try JSONDecoder().decode(Run.self, from: Data(run.output.utf8))
        #expect(document.unseen.count == 30 && document.omitted == [])
        #expect(document.unseen.count { $0.reason.contains("it was not asked for") } == 30 - harmed)
        let table = try await janitor("run")
        #expect(table.status == 3 && table.output.contains("Nothing to do with what could be looked at."))
        #expect(table.output.contains("30 objects could not be looked at, and stay; the first is container "))
      }
    }
  }

  @Test func `D a plan that was stored is not told to have changed where a list is missing`() async throws {
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        _ = try await lab.importBase()
        try await lab.loadImage(tags: ["app:1"], layers: [.bytes(500, seed: "one")])
        let janitor = try Program(
          host: proxy.host, folder: "\(lab.folder)/janitor",
          configuration: """
            [[policy]]
            name = "images"
            target = "images"
            filter = ["reference=app"]
            """)
        let plan = try await janitor.document("run", "--dry-run").plan
        proxy.harm(each: { $0.contains("/images/json") }, by: .answer(status: 500, body: #"{"message":"no"}"#))
        let run = try await janitor("run", "--plan", plan)
        #expect(run.status == 3, "\(run)")
        #expect(run.output.contains("skipped  the list of images could not be had: the engine refused GET "))
      }
    }
  }
}
