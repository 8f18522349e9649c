import Policies
import Testing
import Worlds

@Suite struct ImagePolicyTests {
  private let everything = try? Policy.sample(.images, olderThan: .zero, since: .created)

  @Test func `S4 an image that any container uses stays, running or not`() throws {
    let images = [Image.sample(1, tags: ["a:1"]), .sample(2, tags: ["b:1"]), .sample(3, tags: ["c:1"])]
    let users = [Container.sample(50, state: .running, image: 1), .sample(51, state: .created, image: 2)]
    let plan = plan([try #require(everything)], users, images)
    #expect(plan?.short == ["remove c:1"])
    #expect(plan?.reason(for: imageID(2).description) == .inUse(by: [containerID(51)]))
  }

  @Test func `S4 what only another tool's container uses stays, with every tag, and by that container's name`() throws {
    let buildah = Container(
      id: containerID(50), names: ["app-working-container"], image: imageID(1), state: .other("storage"),
      isExternal: true)
    let images = [Image.sample(1, tags: ["a:1", "a:2"]), .sample(2, tags: ["b:1"])]
    let policies = [try #require(everything), try .sample(.containers, olderThan: .zero, since: .created)]
    let plan = plan(policies, [buildah], images)
    #expect(plan?.short == ["remove b:1"])
    #expect(plan?.reason(for: imageID(1).description) == .inUseOutside(by: ["app-working-container"]))
    #expect(plan?.reason(for: containerID(50).description) == .external)
    #expect(Users([buildah]).images[imageID(1)] == [containerID(50)])
  }

  @Test func `an image in a store that the engine only reads stays, and does not go along with a child`() throws {
    var base = Image.sample(1, layers: [1])
    base.isReadOnly = true
    var other = Image.sample(3, tags: ["ro:1"])
    other.isReadOnly = true
    let plan = plan(
      [try #require(everything)], [], [base, .sample(2, tags: ["a:1"], parent: 1, layers: [1, 2]), other])
    #expect(plan?.short == ["remove a:1"])
    #expect(plan?.reason(for: imageID(3).description) == .readOnly)
    guard case .image(let subject) = plan?.steps.last?.subject else { return #expect(Bool(false), "no image") }
    #expect(subject.cascade == [])
    #expect(!subject.keepsParents)
  }

  @Test func `a container that runs no image keeps none, another tool's counts for no share of the brake`() throws {
    var rootfs = Container.sample(50, state: .running, image: nil)
    rootfs.hasNoImage = true
    #expect(plan([try #require(everything)], [rootfs], [.sample(1, tags: ["a:1"])])?.short == ["remove a:1"])
    let others = (60..<80).map {
      Container(id: containerID($0), state: .other("storage"), isExternal: true, hasNoImage: true)
    }
    let own = (1...10).map { Container.sample($0, state: $0 < 6 ? .exited : .running) }
    let exited = try Policy.sample(.containers, ["status=exited"])
    #expect(plan([exited], own + others, brake: Brake(steps: 100, share: 0.4))?.brake != nil)
  }

  @Test func `S11 while one container's image is unknown, every image may be in use`() throws {
    let plan = plan([try #require(everything)], [.sample(50, image: nil)], [.sample(1, tags: ["a:1"])])
    #expect(plan?.steps == [])
    #expect(plan?.kept.map(\.reason) == [.unknown(.imageOfContainers)])
  }

  @Test func `an image that is mounted is in use`() throws {
    var container = Container.sample(50, image: 1)
    container.mounts = [Mount(type: "image", source: "b", destination: "/b")]
    let images = [Image.sample(1, tags: ["a:1"]), .sample(2, tags: ["b:latest"]), .sample(3, tags: ["c:1"])]
    #expect(plan([try #require(everything)], [container], images)?.short == ["remove c:1"])
    container.mounts = [Mount(type: "image", source: "gone", destination: "/b")]
    #expect(plan([try #require(everything)], [container], images)?.steps == [])
  }

  @Test func `containers that go free their images in the same plan`() throws {
    let containers = [Container.sample(50, image: 1), .sample(51, image: 2), .sample(52, state: .running, image: 2)]
    let images = [Image.sample(1, tags: ["a:1"]), .sample(2, tags: ["b:1"])]
    // The order of the policies does not matter: containers go first.
    let plan = plan([try #require(everything), try .sample(.containers, ["status=exited"])], containers, images)
    #expect(plan?.short == ["remove c50", "remove c51", "remove a:1"])
    #expect(plan?.steps.last?.reason.condition == .freed(by: [containerID(50)]))
    #expect(plan?.steps.map(\.stage) == [0, 0, 1])
    // A container that is only stopped keeps its image.
    let stop = try Policy.sample(.containers, ["name=c52"], action: .stop)
    #expect(JanitorPlan.short([stop, try #require(everything)], [containers[2]], [images[1]]) == ["stop c52"])
  }

  @Test func `an image with several tags goes tag by tag`() throws {
    let plan = plan([try #require(everything)], [], [.sample(1, tags: ["c:1", "a:1", "b:1"], layers: [5])])
    #expect(plan?.short == ["untag a:1", "untag b:1", "remove c:1"])
    #expect(plan?.steps.map { $0.predicted.upper?.bytes } == [0, 0, 5])
    guard case .image(let subject) = plan?.steps.last?.subject else { return #expect(Bool(false), "no image") }
    #expect(subject.untaggedBefore == ["a:1", "b:1"])
    var now = subject.image
    now.tags = ["c:1"]
    #expect(subject.changes(to: now) == [])
    now.tags = ["c:1", "new:1"]
    #expect(subject.changes(to: now) == [.retagged(now: ["c:1", "new:1"])])
    now.tags = []
    #expect(subject.changes(to: now) == [.retagged(now: [])])
  }

  @Test func `a reference filter takes only the tags that it matches`() throws {
    let images = [Image.sample(1, tags: ["ci/app:1", "prod/app:1"]), .sample(2, tags: ["ci/app:2", "ci/app:3"])]
    let ci = try Policy.sample(.images, ["reference=ci/*"])
    #expect(plan([ci], [], images)?.short == ["untag ci/app:1", "untag ci/app:2", "remove ci/app:3"])
    let except = try Policy.sample(.images, ["reference=ci/*"], except: ["reference=*/*:3"])
    #expect(plan([except], [], images)?.short == ["untag ci/app:1"])
  }

  @Test func `S2 one protected tag protects the whole image, and a slash is no border`() throws {
    let protect = Protection(
      labels: [LabelMatch("keep")], images: [Glob("postgres:*"), Glob("*/base:*")].compactMap { $0 })
    let images = [
      Image.sample(1, tags: ["app:1", "postgres:15"]), .sample(2, tags: ["docker.io/library/postgres:16"]),
      .sample(3, tags: ["reg:5000/team/base:1"]), .sample(4, labels: ["keep": ""]), .sample(5, tags: ["other:1"]),
    ]
    let plan = plan([try #require(everything)], [], images, protect: protect)
    #expect(plan?.short == ["remove other:1"])
    #expect(plan?.kept.count == 4)
  }

  @Test func `a parent goes after its last child, and stays while one stays`() throws {
    let images = [
      Image.sample(1, tags: ["base:1"], layers: [10]), .sample(2, tags: ["mid:1"], parent: 1, layers: [10, 20]),
      .sample(3, tags: ["leaf:1"], parent: 2, layers: [10, 20, 30]),
    ]
    let plan = plan([try #require(everything)], [], images)
    #expect(plan?.short == ["remove leaf:1", "remove mid:1", "remove base:1"])
    #expect(plan?.steps.map(\.stage) == [0, 1, 2])
    #expect(plan?.steps.map { $0.predicted.upper?.bytes } == [30, 20, 10])
    let user = [Container.sample(50, state: .running, image: 3)]
    let held = JanitorPlan.plan([try #require(everything)], user, images)
    #expect(held?.steps == [])
    #expect(held?.reason(for: imageID(2).description) == .hasChildren([imageID(3)]))
    #expect(held?.reason(for: imageID(1).description) == .hasChildren([imageID(2)]))
  }

  @Test func `untagged parents go with their last child, unless one is protected`() throws {
    func family(_ labels: [String: String] = [:]) -> [Image] {
      [
        Image.sample(1, tags: ["base:1"], layers: [10]), .sample(2, parent: 1, labels: labels, layers: [10, 20]),
        .sample(3, tags: ["a:1"], parent: 2, created: days(9), layers: [10, 20, 30]),
        .sample(4, tags: ["b:1"], parent: 2, created: days(8), layers: [10, 20, 40]),
      ]
    }
    let leaves = try Policy.sample(.images, ["reference=a", "reference=b"])
    let plan = plan([leaves], [], family())
    #expect(plan?.short == ["remove a:1", "remove b:1"])
    let subjects = plan?.steps.compactMap { if case .image(let subject) = $0.subject { subject } else { nil } }
    #expect(subjects?.map(\.cascade) == [[], [imageID(2)]])
    #expect(subjects?.map(\.keepsParents) == [false, false])
    // One after the other: each might be the last, and the engine fails over a parent that both take.
    #expect(subjects?.map(\.family) == [imageID(2), imageID(2)])
    #expect(plan?.steps.map { $0.predicted.upper?.bytes } == [30, 60])

    let guarded = JanitorPlan.plan(
      [leaves], [], family(["keep": ""]), protect: Protection(labels: [LabelMatch("keep")]))
    let kept = guarded?.steps.compactMap { if case .image(let subject) = $0.subject { subject } else { nil } }
    // Both, since the first may turn out to be the last.
    #expect(kept?.map(\.keepsParents) == [true, true])
    #expect(guarded?.steps.map { $0.predicted.upper?.bytes } == [30, 40])
    // With the protected parent, its own parent stays as well.
    let all = JanitorPlan.plan(
      [try #require(everything)], [], family(["keep": ""]), protect: Protection(labels: [LabelMatch("keep")]))
    #expect(all?.short == ["remove a:1", "remove b:1"])
  }

  @Test func `dangling means no tag and no child`() throws {
    let images = [
      Image.sample(1), .sample(2, tags: ["child:1"], parent: 1), .sample(3), .sample(4, tags: ["tagged:1"]),
    ]
    let plan = plan([try .sample(.images, ["dangling=true"])], [], images)
    #expect(plan?.steps.map(\.objectID) == [imageID(3).description])
    #expect(plan?.steps.first?.reason.condition == .dangling)
    let tagged = try Policy.sample(.images, ["dangling=false", "reference=tagged"])
    #expect(JanitorPlan.short([tagged], [], images) == ["remove tagged:1"])
  }

  @Test func `builds are compared to the nanosecond`() throws {
    func image(_ number: Int, _ nanoseconds: Int64) -> Image {
      let exact = Timestamp(nanoseconds: 1_700_000_000_000_000_000 + nanoseconds)
      var image = Image.sample(number, tags: ["i:\(number)"])
      image.created = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
      image.details = .known(ImageDetails(created: exact))
      return image
    }
    var images = [image(1, 10), image(2, 20), image(3, 30)]
    let before = try Policy.sample(.images, ["before=i:2"])
    #expect(plan([before], [], images)?.short == ["remove i:1"])
    #expect(plan([try .sample(.images, ["since=i:2"])], [], images)?.short == ["remove i:3"])
    for index in images.indices { images[index].details = .notAsked }
    guard case .needs(let wanted) = Planner([before]).next(Inventory(images: images), Memory(), now: now) else {
      return #expect(Bool(false), "a plan without the exact dates")
    }
    #expect(wanted.imageDetails == [imageID(1), imageID(2), imageID(3)])
  }

  @Test func `last-used counts from what janitor saw`() throws {
    let policy = try Policy.sample(.images, olderThan: days(7))
    #expect(policy.since == .lastUsed)
    let images = [Image.sample(1, tags: ["a:1"]), .sample(2, tags: ["b:1"]), .sample(3, tags: ["c:1"])]
    let memory = Memory(images: [
      imageID(1): Sighting(firstSeen: ago(days(30)), lastInUse: ago(days(2))),
      imageID(2): Sighting(firstSeen: ago(days(30)), lastInUse: ago(days(8))),
    ])
    let plan = plan([policy], [], images, memory: memory)
    #expect(plan?.short == ["remove b:1"])
    #expect(plan?.reason(for: imageID(3).description) == .ageUnknown(.lastUsed))
  }

  @Test func `keep-last per repository keeps the newest of each, and what is in use does not count`() throws {
    let images = (1...4).map { Image.sample($0, tags: ["app:\($0)"], created: days(Double($0))) }
    let others = [Image.sample(5, tags: ["web:1", "app:old"], created: days(9)), .sample(6)]
    let policy = try Policy.sample(.images, since: .created, keepLast: KeepLast(count: 2, per: .repository))
    let users = [Container.sample(50, state: .running, image: 1)]
    let plan = plan([policy], users, images + others)
    #expect(plan?.short == ["remove app:4"])
    #expect(plan?.reason(for: imageID(3).description) == .newest(Rank(place: 2, kept: 2, group: "app")))
    // Newest of its other repository.
    #expect(plan?.reason(for: imageID(5).description) == .newest(Rank(place: 1, kept: 2, group: "web")))
    #expect(plan?.reason(for: imageID(6).description) == .ungrouped(.repository))
  }

  @Test func `keep-last per repository groups by the tags that the filter selects`() throws {
    // As a registry of builds has them: each with a repository of its own beside the common one.
    let images = (1...4).map { number in
      Image.sample(number, tags: ["ci/app:\(number)", "pr-\(number)/app:latest"], created: days(Double(10 - number)))
    }
    let keep = KeepLast(count: 2, per: .repository)
    for filter in ["reference=ci/app", "reference=ci/app:*"] {
      let policy = try Policy.sample(.images, [filter], since: .created, keepLast: keep)
      // The other tag keeps the image itself.
      #expect(plan([policy], [], images)?.short == ["untag ci/app:1", "untag ci/app:2"])
    }
    let both = try Policy.sample(
      .images, ["reference=ci/app", "reference=pr-*/app"], since: .created, keepLast: keep)
    #expect(plan([both], [], images)?.steps == [])
    // What `except` spares is in no group, whole, and takes no place in one.
    let except = try Policy.sample(
      .images, ["reference=ci/app"], except: ["reference=pr-4/*"], since: .created, keepLast: keep)
    #expect(plan([except], [], images)?.short == ["untag ci/app:1"])
    // A tag that goes by an earlier policy takes no place either.
    let first = try Policy.sample(.images, ["before=ci/app:3", "reference=ci/app"], name: "first")
    let rest = try Policy.sample(.images, ["reference=ci/app"], since: .created, keepLast: keep)
    let plan = plan([first, rest], [], images)
    #expect(plan?.short == ["untag ci/app:1", "untag ci/app:2"])
    #expect(plan?.steps.map(\.policy) == ["first", "first"])
  }

  @Test func `tagged images of a Compose project stay while it has a container that stays`() throws {
    let labels = ["com.docker.compose.project": "shop"]
    let images = [Image.sample(1, tags: ["shop-web:1"], labels: labels), .sample(2, labels: labels)]
    let policy = try #require(everything)
    let service = Container.sample(50, state: .running, image: 9, labels: labels)
    let living = plan([policy], [service], images)
    // What a rebuild left without a tag is no part of it.
    #expect(living?.steps.map(\.objectID) == [imageID(2).description])
    #expect(living?.reason(for: imageID(1).description) == .partOfProject("shop"))
    #expect(plan([policy], [], images)?.steps.count == 2)
    let ended = Container.sample(50, image: 9, labels: labels)
    #expect(plan([try .sample(.containers, ["status=exited"]), policy], [ended], images)?.steps.count == 3)
    let named = try Policy.sample(.images, ["managed=true"], olderThan: .zero, since: .created)
    #expect(plan([named], [service], images)?.steps.count == 2)
  }

  @Test(
    arguments: [
      (9, 9, nil), (10, 9, nil), (10, 10, BrakeTrip.share(.images, removed: 10, of: 10, limit: 0.9)),
      (100, 91, .share(.images, removed: 91, of: 100, limit: 0.9)), (100, 90, nil),
    ] as [(Int, Int, BrakeTrip?)])
  func `S8 the brake`(all: Int, going: Int, trip: BrakeTrip?) throws {
    let images = (1...all).map { Image.sample($0, tags: [$0 <= going ? "go:\($0)" : "stay:\($0)"]) }
    let go = try Policy.sample(.images, ["reference=go"])
    #expect(plan([go], [], images, brake: Brake())?.brake == trip)
    #expect(plan([go], [], images, brake: Brake(steps: going, share: 1))?.brake == nil)
    #expect(
      plan([go], [], images, brake: Brake(steps: going - 1, share: 1))?.brake
        == .steps(planned: going, limit: going - 1))
  }
}

/// For tests whose own constant is called `plan`.
enum JanitorPlan {
  static func plan(
    _ policies: [Policy], _ containers: [Container], _ images: [Image], protect: Protection = Protection()
  ) -> Plan? {
    Planner(policies, protection: protect, brake: Brake(steps: .max, share: 1))
      .plan(Inventory(containers: containers, images: images, cache: .known([])))
  }
  static func short(_ policies: [Policy], _ containers: [Container], _ images: [Image]) -> [String]? {
    plan(policies, containers, images)?.short
  }
}
