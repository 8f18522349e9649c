import Policies
import Testing
import Worlds

/// What is otherwise after a request ended in an error, and whether the request itself can have done it.
@Suite struct ChangeTests {
  private func container(_ state: ContainerState, started: Timestamp = now) -> Container {
    var container = Container.sample(1, state: state)
    container.details = .known(ContainerDetails(started: started, finished: now, restart: .no))
    return container
  }

  @Test(arguments: [ContainerState.dead, .removing])
  func `a removal that failed leaves a container dead, and that is nobody else's doing`(state: ContainerState) {
    #expect(container(.exited).changes(to: container(state), despite: .remove).isEmpty)
    #expect(
      container(.exited).changes(to: container(state)) == [.state(from: .exited, to: state)], "a look before it tells")
    #expect(
      container(.running).changes(to: container(state), despite: .stop(timeout: nil)) == [
        .state(from: .running, to: state)
      ])
  }

  @Test func `what no removal does to a container is somebody else's doing`() {
    let later = now.advanced(by: .seconds(1))
    #expect(
      container(.exited).changes(to: container(.running, started: later), despite: .remove) == [
        .state(from: .exited, to: .running), .restarted,
      ])
    var relabelled = container(.dead)
    relabelled.labels = ["new": ""]
    #expect(container(.exited).changes(to: relabelled, despite: .remove) == [.relabelled])
  }

  @Test func `a stop lets a paused container go on`() {
    #expect(container(.paused).changes(to: container(.running), despite: .stop(timeout: nil)).isEmpty)
    #expect(!container(.running).changes(to: container(.paused), despite: .stop(timeout: nil)).isEmpty)
  }

  @Test func `a removal that got half way moves a volume's date forward, and nothing else`() {
    let later = now.advanced(by: .seconds(1))
    let volume = Volume(name: VolumeName("v")!, created: now)
    var moved = volume
    moved.created = later
    #expect(volume.changes(to: moved) == [.replaced])
    #expect(volume.changes(to: moved, despite: .remove).isEmpty)
    #expect(moved.changes(to: volume, despite: .remove) == [.replaced], "backward is another volume")
    moved.labels = ["new": ""]
    #expect(volume.changes(to: moved, despite: .remove) == [.relabelled])
  }

  private static let subject = ImageSubject(
    image: .sample(1, tags: ["a:1", "a:2", "b:1"]), untaggedBefore: ["a:1"])

  @Test(arguments: [
    (["a:2", "b:1"], Verb.remove, true), (["b:1"], .remove, true), ([], .remove, true),
    (["a:2", "b:1"], .untag("a:2"), true), (["b:1"], .untag("a:2"), true), (["a:2"], .untag("a:2"), false),
    (["a:2", "b:1", "c:1"], .remove, false), (["a:2", "b:1", "c:1"], .untag("a:2"), false),
    (["a:1", "a:2", "b:1"], .remove, false), (["c:1"], .remove, false),
  ])
  func `tags that a request took off are missing by its doing, and tags that came are not`(
    left: [String], verb: Verb, isOwn: Bool
  ) {
    let changes = Self.subject.changes(to: .sample(1, tags: left), despite: verb)
    #expect(changes == (isOwn ? [] : [.retagged(now: left)]))
  }

  @Test func `a digest that shows itself once its tag is gone did not come anew`() {
    let digest = "a@sha256:" + String(repeating: "1", count: 64)
    var image = Image.sample(1, tags: ["a:1", "b:1"])
    image.digests = [digest]
    var left = Image.sample(1, tags: ["b:1"])
    left.digests = [digest]
    #expect(ImageSubject(image: image).changes(to: left, despite: .untag("a:1")).isEmpty)
  }
}
