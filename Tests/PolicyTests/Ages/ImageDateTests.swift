import Testing
import Worlds

@testable import Policies

/// Letter E of issue 19: a made-up date is no date.
@Suite struct ImageDateTests {
  private static let epoch = Timestamp(nanoseconds: 0)
  private static let buildpack = Timestamp(nanoseconds: 315_532_801_000_000_000)

  private func image(
    _ number: Int, _ created: Timestamp?, tagged: Timestamp? = nil, tags: [String]? = nil
  ) -> Image {
    var image = Image.sample(number, tags: tags ?? ["app:\(number)"])
    image.created = created
    image.details = .known(ImageDetails(created: created, tagged: tagged))
    return image
  }

  private func seen(_ ages: [Int: Double], untagged: [Int: Double] = [:]) -> Memory {
    Memory(
      images: Dictionary(
        uniqueKeysWithValues: ages.map { number, age in
          (
            imageID(number),
            Sighting(firstSeen: ago(days(age)), firstUntagged: untagged[number].map { ago(days($0)) })
          )
        }))
  }

  struct Example: CustomTestStringConvertible {
    var testDescription: String
    var created: Timestamp?
    var tagged: Double?
    var firstSeen: Double
    var untagged: Double?
    /// `nil`: it goes.
    var keep: KeepReason?
  }

  private static func young(_ elapsed: Double, _ evidence: StandIn.Evidence, _ date: Timestamp, _ flaw: DateFlaw)
    -> KeepReason
  {
    .tooYoung(
      elapsed: days(elapsed), limit: days(7), origin: .created, standIn: StandIn(evidence, date: date, flaw: flaw))
  }

  @Test(arguments: [
    Example(testDescription: "a date like any other", created: ago(days(8)), firstSeen: 1),
    Example(
      testDescription: "1970, just come", created: epoch, firstSeen: 0, keep: young(0, .firstSeen, epoch, .madeUp)),
    Example(
      testDescription: "1970, not there for long enough", created: epoch, firstSeen: 7,
      keep: young(7, .firstSeen, epoch, .madeUp)),
    Example(testDescription: "1970, there for long enough", created: epoch, firstSeen: 8),
    Example(
      testDescription: "a buildpack's, tagged lately", created: buildpack, tagged: 2, firstSeen: 30,
      keep: young(2, .tagged, buildpack, .madeUp)),
    Example(
      testDescription: "a buildpack's, that lost its tag just now", created: buildpack, tagged: 20, firstSeen: 30,
      untagged: 0, keep: young(0, .untagged, buildpack, .madeUp)),
    Example(testDescription: "a buildpack's, long without a tag", created: buildpack, firstSeen: 30, untagged: 8),
    Example(
      testDescription: "the last made-up date", created: .lastMadeUp, firstSeen: 1,
      keep: young(1, .firstSeen, .lastMadeUp, .madeUp)),
    Example(
      testDescription: "a second after it", created: Timestamp.lastMadeUp.advanced(by: .seconds(1)), firstSeen: 1),
    Example(
      testDescription: "still to come", created: ago(days(-1)), firstSeen: 1,
      keep: young(1, .firstSeen, ago(days(-1)), .future)),
    Example(testDescription: "still to come, and there for long enough", created: ago(days(-1)), firstSeen: 8),
    Example(testDescription: "none at all", created: nil, firstSeen: 30, keep: .ageUnknown(.created)),
  ])
  func `an age by date of creation counts from what can be trusted`(_ example: Example) throws {
    let image = image(
      1, example.created, tagged: example.tagged.map { ago(days($0)) }, tags: example.untagged == nil ? nil : [])
    let policy = try Policy.sample(.images, olderThan: days(7), since: .created)
    let memory = seen([1: example.firstSeen], untagged: example.untagged.map { [1: $0] } ?? [:])
    let plan = plan([policy], [], [image], memory: memory)
    #expect(plan?.steps.count == (example.keep == nil ? 1 : 0))
    #expect(plan?.reason(for: image.id.description) == example.keep)
  }

  @Test func `what janitor never saw has no age that stands in for a made-up date`() throws {
    let policy = try Policy.sample(.images, olderThan: days(7), since: .created)
    let plan = plan([policy], [], [image(1, Self.epoch, tagged: ago(days(30)))])
    #expect(plan?.reason(for: imageID(1).description) == .ageUnknown(.created))
  }

  @Test(arguments: [epoch, buildpack, ago(days(40)), ago(days(-3))])
  func `of releases with one date those stay that came last`(_ date: Timestamp) throws {
    let policy = try Policy.sample(
      .images, ["reference=app"], since: .created, keepLast: KeepLast(count: 2, per: .repository))
    // By their IDs 5 and 6 would be the newest, or 1 and 2.
    let came: [Int: Double] = [1: 9, 2: 3, 3: 4, 4: 1, 5: 8, 6: 7]
    let kept = { (plan: Plan?) in Set((plan?.kept ?? []).map(\.id)) }
    let expected: Set = [imageID(2).description, imageID(4).description]
    let bySight = plan([policy], [], (1...6).map { image($0, date) }, memory: seen(came))
    #expect(kept(bySight) == expected)
    let tagged = (1...6).map { image($0, date, tagged: ago(days(came[$0] ?? 0))) }
    let atOnce = seen(came.mapValues { _ in 0 })
    #expect(kept(plan([policy], [], tagged, memory: atOnce)) == expected)
    // Nothing tells them apart.
    #expect(plan([policy], [], (1...6).map { image($0, date) }, memory: atOnce)?.steps == [])
    // Three came together, and two places are left for none or all of them.
    let together = seen([1: 9, 2: 3, 3: 3, 4: 3, 5: 8, 6: 1])
    #expect(
      kept(plan([policy], [], (1...6).map { image($0, date) }, memory: together))
        == Set([2, 3, 4, 6].map { imageID($0).description }))
  }

  @Test func `a date that several images have counts where they came together, and not else`() throws {
    let policy = try Policy.sample(.images, olderThan: days(7), since: .created)
    let date = ago(days(40))
    let images = (1...2).map { image($0, date) }
    #expect(plan([policy], [], images, memory: seen([1: 3, 2: 3]))?.steps.count == 2)
    let apart = plan([policy], [], images, memory: seen([1: 3, 2: 9]))
    #expect(apart?.short == ["remove app:2"])
    #expect(
      apart?.reason(for: imageID(1).description)
        == .tooYoung(
          elapsed: days(3), limit: days(7), origin: .created,
          standIn: StandIn(.firstSeen, date: date, flaw: .shared)))
    // In one second, but not the same.
    var others = images
    others[1].details = .known(ImageDetails(created: date.advanced(by: .milliseconds(1))))
    #expect(plan([policy], [], others, memory: seen([1: 3, 2: 9]))?.steps.count == 2)
  }

  @Test func `details are asked for only where a date of the list cannot be enough`() throws {
    func wanted(_ images: [Image], _ memory: Memory) throws -> Set<ImageID> {
      let policy = try Policy.sample(.images, olderThan: days(7), since: .created)
      let images = images.map { image in
        var image = image
        image.details = .notAsked
        return image
      }
      guard case .needs(let wanted) = Planner([policy]).next(Inventory(images: images), memory, now: now) else {
        return []
      }
      return wanted.imageDetails
    }
    let memory = seen([1: 9, 2: 8, 3: 1])
    #expect(try wanted([image(1, ago(days(40))), image(2, ago(days(41)))], memory) == [])
    #expect(try wanted([image(1, ago(days(40))), image(2, ago(days(40)))], memory) == [imageID(1), imageID(2)])
    #expect(try wanted([image(1, ago(days(4))), image(2, ago(days(4)))], memory) == [])
    #expect(try wanted([image(1, Self.epoch), image(3, Self.epoch)], memory) == [imageID(1)])
  }

  @Test func `until and before take no image by a made-up date before it was there for so long`() throws {
    let until = try Policy.sample(.images, ["until=168h"])
    let images = [image(1, Self.buildpack), image(2, Self.epoch), image(3, ago(days(8)))]
    #expect(plan([until], [], images, memory: seen([1: 6, 2: 8, 3: 0]))?.short == ["remove app:2", "remove app:3"])
    let before = try Policy.sample(.images, ["before=app:3"])
    #expect(plan([before], [], images, memory: seen([1: 6, 2: 9, 3: 0]))?.short == [])
    #expect(plan([before], [], images, memory: seen([1: 9, 2: 9, 3: 0]))?.short == ["remove app:1"])
  }

  @Test func `of containers that tie with one that is kept none goes`() throws {
    let containers = (1...4).map { Container.sample($0, finished: days($0 == 4 ? 1 : 2)) }
    let two = try Policy.sample(keepLast: KeepLast(count: 2))
    #expect(plan([two], containers)?.steps == [])
    let one = try Policy.sample(keepLast: KeepLast(count: 1))
    #expect(plan([one], containers)?.steps.count == 3)
  }
}
