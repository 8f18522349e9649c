import Testing
import Worlds

@testable import Policies

/// Letter C of issue 19: what spares images goes by every reasonable reading of their names.
@Suite struct ReadingTests {
  private static let digest = "sha256:" + String(repeating: "a", count: 64)

  @Test(arguments: [
    // As the issue has them.
    ("reg.example.com/*", "reg.example.com/team/app:1", true),
    ("docker.io/library/postgres:*", "postgres:16", true),
    ("shop/*", "localhost/shop/web:1", true),
    // Familiar and full names, both ways.
    ("postgres:*", "docker.io/library/postgres:16", true), ("library/postgres:*", "postgres:16", true),
    ("docker.io/library/*", "postgres:16", true), ("docker.io/shop/*", "shop/web:1", true),
    ("index.docker.io/shop/web:1", "shop/web:1", true), ("docker.io/*", "postgres:16", true),
    // Docker takes the one for the other.
    ("docker.io/nginx:*", "nginx:1", true), ("index.docker.io/nginx:1", "nginx:1", true),
    // With and without the registry, as it goes without saying or not.
    ("team/app:*", "reg.example.com:5000/team/app:1", true), ("localhost/shop/web:*", "shop/web:1", true),
    ("postgres:*", "localhost/postgres:1", true), ("app:1", "localhost:5000/app:1", true),
    // With and without the tag; with a tag and a digest in one.
    ("*/app", "reg.example.com/team/app:1", true), ("shop/w*b", "shop/web:1", true),
    ("shop/web@\(digest)", "shop/web@\(digest)", true), ("shop/web:1@\(digest)", "shop/web@\(digest)", true),
    ("docker.io/library/web@sha256:*", "web@\(digest)", true),
    // What is another thing stays one.
    ("docker.io/*", "reg.example.com/team/app:1", false), ("docker.io/library/postgres:*", "shop/postgres:1", false),
    ("shop/*", "workshop/web:1", false), ("web:*", "shop/web:1", false), ("postgres:16", "postgres:17", false),
    ("docker.io/library/postgres:*", "localhost/postgres:1", false), ("reg.example.com/*", "postgres:1", false),
  ])
  func `a pattern spares an image by whatever it may be called`(
    _ pattern: String, _ reference: String, _ isSpared: Bool
  )
    throws
  {
    let glob = try #require(Glob(pattern))
    let isDigest = reference.contains("@")
    var image = Image.sample(1, tags: isDigest ? [] : [reference])
    if isDigest { image.digests = [reference] }
    let everything = try Policy.sample(.images, olderThan: .zero, since: .created)
    let protected = plan([everything], [], [image], protect: Protection(images: [glob]))
    #expect(protected?.steps.isEmpty == isSpared)
    let except = try Policy.sample(.images, except: ["reference=\(pattern)"], olderThan: .zero, since: .created)
    #expect(plan([except], [], [image])?.steps.isEmpty == isSpared)
  }

  @Test func `what selects has Docker's own meaning`() throws {
    let images = [Image.sample(1, tags: ["reg.example.com/team/app:1"]), .sample(2, tags: ["localhost/shop/web:1"])]
    for pattern in ["reg.example.com/*", "team/app", "shop/*", "*"] {
      #expect(plan([try .sample(.images, ["reference=\(pattern)"])], [], images)?.steps == [], "\(pattern)")
    }
  }

  @Test(arguments: ["shop/web", "docker.io/shop/web:latest", "localhost/shop/web", "web-old"])
  func `except ancestor spares by whatever its image may be called`(_ name: String) throws {
    let images = [Image.sample(1, tags: ["localhost/shop/web:latest"]), .sample(2)]
    var moved = Container.sample(51, image: 2)
    moved.imageReference = "web-old"
    let users = [Container.sample(50, image: 1), moved, .sample(52, image: 2)]
    let policy = try Policy.sample(except: ["ancestor=\(name)"])
    let gone = Set(plan([policy], users, images)?.short ?? [])
    let expected: Set = name == "web-old" ? ["remove c50", "remove c52"] : ["remove c51", "remove c52"]
    #expect(gone == expected)
  }

  @Test func `an entry is tried where all that it could match is known`() throws {
    let protection = Protection(
      labels: [LabelMatch("keep"), LabelMatch("kept")], containers: ["c1", "d*"].compactMap(Glob.init),
      images: ["app:*", "docker.io/library/web:*", "db:*"].compactMap(Glob.init),
      volumes: [Glob("data")].compactMap { $0 })
    let inventory = Inventory(
      containers: [.sample(1), .sample(2, labels: ["keep": ""])],
      images: [.sample(3, tags: ["web:1"]), .sample(4, tags: ["reg.example.com/app:1"])])
    func words(_ matches: [SparingEntry: Bool]) -> Set<String> {
      Set(matches.map { "\($0.key.key) \($0.value)" })
    }
    let whole = EntryTrial(inventory, listed: [.containers, .images], now: now)
    #expect(
      words(whole.matches(protection, policed: [.containers, .images])) == [
        "[protect] labels: keep true", "[protect] labels: kept false", "[protect] containers: c1 true",
        "[protect] containers: d* false", "[protect] images: app:* true",
        "[protect] images: docker.io/library/web:* true", "[protect] images: db:* false",
      ])
    let part = EntryTrial(inventory, listed: [.containers], now: now)
    #expect(
      words(part.matches(protection, policed: [.containers, .images])) == [
        "[protect] labels: keep true", "[protect] containers: c1 true", "[protect] containers: d* false",
      ])
    let policy = try Policy.sample(.images, except: ["reference=db", "reference=web", "label=keep"])
    #expect(part.matches(policy) == [:])
    #expect(
      words(whole.matches(policy)) == [
        "except of policy: reference=db false", "except of policy: reference=web true",
        "except of policy: label=keep false",
      ])
    // One that nobody can tell of may be the one.
    var hidden = inventory
    hidden.containers[1].state = .other("shiny")
    let jobs = try Policy.sample(except: ["status=dead"])
    #expect(EntryTrial(hidden, listed: [.containers], now: now).matches(jobs) == [:])
    #expect(EntryTrial(inventory, listed: [.containers], now: now).matches(jobs).values.sorted { !$0 && $1 } == [false])
  }
}
