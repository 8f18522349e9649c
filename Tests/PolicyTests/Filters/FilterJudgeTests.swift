import Testing
import Worlds

@testable import Policies

/// What the agreement with real engines showed wrong.
@Suite struct FilterJudgeTests {
  private func matches(_ texts: [String], _ container: Container, in all: [Container]? = nil) throws -> Truth {
    let filters = FilterSet(try texts.map { try Filter($0, for: .containers) })
    return ContainerFilters(all ?? [container], ImageIndex([]), now: now).test(filters)(container)
  }

  @Test func `a network is known by the beginning of its ID, too`() throws {
    var container = Container.sample(1)
    container.networks = ["shop": "a033c7d2", "new": ""]
    for (text, truth) in [("a033", Truth.yes), ("a033c7d2", .yes), ("shop", .yes), ("033c", .no), ("sho", .no)] {
      #expect(try matches(["network=\(text)"], container) == truth, "\(text)")
    }
  }

  @Test func `before and since take a name or a whole ID, no beginning of one`() throws {
    let (newer, older) = (Container.sample(2, created: days(1)), Container.sample(1, name: "old", created: days(2)))
    let all = [newer, older]
    #expect(try matches(["since=old"], newer, in: all) == .yes)
    #expect(try matches(["since=/old"], newer, in: all) == .yes)
    #expect(try matches(["since=\(older.id)"], newer, in: all) == .yes)
    #expect(try matches(["since=\(older.id.description.prefix(12))"], newer, in: all) == .unknown)
  }

  @Test func `where the list is in no order, as Podman's, before and since go by the time`() throws {
    let all = [3.0, 1, 4, 2].map { Container.sample(Int($0), created: days($0)) }
    for (text, numbers) in [("before=c2", [3, 4]), ("since=c2", [1]), ("since=c4", [3, 1, 2])] {
      #expect(
        try all.filter { try matches([text], $0, in: all) == .yes }.map(\.id) == numbers.map(containerID), "\(text)")
    }
  }

  @Test func `of several bounds in time the narrowest counts`() throws {
    let all = [1.0, 2, 3, 4].map { Container.sample(Int($0), created: days($0)) }
    let bounds = [
      (["since=c3", "since=c2"], [1]), (["before=c2", "before=c3"], [4]), (["since=c4", "before=c1"], [2, 3]),
      (["until=36h", "until=60h"], [3, 4]),
    ]
    for (texts, numbers) in bounds {
      #expect(
        try all.filter { try matches(texts, $0, in: all) == .yes }.map(\.id) == numbers.map(containerID), "\(texts)")
    }
  }

  @Test func `the health of what is paused is in no list`() throws {
    var container = Container.sample(1, state: .paused)
    container.health = nil
    container.details = .notAsked
    #expect(try matches(["health=none"], container) == .notAsked)
    container.details = Container.sample(1).details
    #expect(try matches(["health=none"], container) == .unknown)
    container.health = .unhealthy
    #expect(try matches(["health=unhealthy"], container) == .yes)
    #expect(try matches(["health=none"], container) == .no)
  }

  @Test func `a yes-or-no filter both ways matches nothing`() throws {
    #expect(try matches(["is-task=true", "is-task=false"], .sample(1)) == .no)
    #expect(try matches(["is-task=false", "is-task=0"], .sample(1)) == .yes)
    let images = ImageFilters(ImageIndex([]), now: now)
    let both = FilterSet([.dangling(true), .dangling(false)])
    #expect(images.test(both)(.sample(1, tags: ["a:1"])) == .no)
  }

  @Test(arguments: [
    ("app:1", "app:1"), ("docker.io/app:1", "app:1"), ("docker.io/library/app:1", "app:1"), ("library/app", "app"),
    ("index.docker.io/library/app", "app"), ("docker.io/team/app", "team/app"), ("localhost/app", "localhost/app"),
    ("docker.io/library/team/app", "library/team/app"), ("registry.test/library/app", "registry.test/library/app"),
    ("docker.io/registry.test/app", "docker.io/registry.test/app"),
    ("docker.io/localhost/app", "docker.io/localhost/app"),
  ])
  func `references are named as Docker names them`(text: String, familiar: String) {
    #expect(Reference.familiar(text) == familiar)
  }
}
