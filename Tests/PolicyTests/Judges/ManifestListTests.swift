import Policies
import Testing
import Worlds

/// Images that manifest lists of Podman are made of.
@Suite struct ManifestListTests {
  private let everything = try? Policy.sample(.images, olderThan: .zero, since: .created)

  private func image(_ number: Int, tags: [String] = [], parent: Int? = nil, digest: String? = nil) -> Image {
    var image = Image.sample(number, tags: tags, parent: parent, layers: [number])
    image.digest = digest ?? "sha256:\(number)"
    return image
  }

  private func list(_ number: Int, _ name: String, _ form: ManifestForm) -> Image {
    var list = Image.sample(number, tags: [name])
    list.form = form
    return list
  }

  private func next(_ images: [Image], protect: Protection = Protection()) throws -> Planning {
    Planner([try #require(everything)], protection: protect, brake: Brake(steps: .max, share: 1))
      .next(Inventory(images: images, cache: .known([])), Memory(), now: now)
  }

  private func plan(_ images: [Image], protect: Protection = Protection()) throws -> Plan? {
    if case .plan(let plan) = try next(images, protect: protect) { plan } else { nil }
  }

  @Test func `a member stays, with and without a tag, and so does the list`() throws {
    let plan = try plan(
      [
        list(1, "multi:1", .list(["sha256:2", "sha256:3", "sha256:99"])), list(2, "other:1", .list(["sha256:3"])),
        image(2), image(3, tags: ["app:1", "app:2"]), image(4), image(5, tags: ["free:1"]),
      ].enumerated().map { place, image in
        var image = image
        if place == 1 { image.id = imageID(9) }
        return image
      })
    #expect(plan?.short == ["remove \(imageID(4).hex.prefix(12))", "remove free:1"])
    #expect(plan?.reason(for: imageID(1).description) == .manifestList)
    #expect(plan?.reason(for: imageID(2).description) == .partOfManifestLists(["multi:1"]))
    #expect(plan?.reason(for: imageID(3).description) == .partOfManifestLists(["multi:1", "other:1"]))
  }

  @Test func `a member is known by any digest of it`() throws {
    var tagged = image(2, digest: "sha256:old")
    tagged.tags = ["app:1"]
    tagged.digests = ["app@sha256:22"]
    let plan = try plan([list(1, "multi:1", .list(["sha256:22"])), tagged])
    #expect(plan?.reason(for: imageID(2).description) == .partOfManifestLists(["multi:1"]))
  }

  @Test func `S11 while one list cannot be read, or an image says no digest, it may be a member`() throws {
    let unread = try plan([list(1, "multi:1", .unreadable), image(2)])
    #expect(unread?.steps == [])
    #expect(unread?.reason(for: imageID(2).description) == .unknown(.manifestLists))
    var nameless = image(2)
    nameless.digest = nil
    #expect(try plan([list(1, "multi:1", .list(["sha256:7"])), nameless])?.steps == [])
    #expect(try plan([list(1, "multi:1", .list([])), nameless])?.steps.count == 1)
  }

  @Test func `lists are read only where an image would go, and what has layers is none`() throws {
    let form = ManifestForm.unreadList
    var tiny = image(4, tags: ["tiny:1"])
    tiny.form = .undetermined
    var unsure = list(5, "unsure:1", .undetermined)
    unsure.layers = .notAsked
    guard case .needs(let wanted) = try next([list(1, "multi:1", form), image(2), tiny, unsure]) else {
      return #expect(Bool(false), "a plan without a look at the lists")
    }
    #expect(wanted.manifestForms == [imageID(1), imageID(5)])
    let keep = Protection(images: [try #require(Glob("*"))])
    #expect(try plan([list(1, "multi:1", form), image(2, tags: ["a:1"])], protect: keep)?.steps == [])
  }

  @Test func `a member without a tag does not go along with its last child`() throws {
    let images = [list(1, "multi:1", .list(["sha256:2"])), image(2), image(3, tags: ["child:1"], parent: 2)]
    let plan = try plan(images)
    #expect(plan?.short == ["remove child:1"])
    guard case .image(let subject) = plan?.steps.last?.subject else { return #expect(Bool(false), "no image") }
    #expect(subject.keepsParents)
    #expect(subject.cascade == [])
  }
}
