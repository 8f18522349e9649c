import Testing
import Worlds

@testable import Policies

/// Which paths are a use of a volume.
@Suite struct PlacesTests {
  private static let root = "/var/lib/docker/volumes"

  private func volume(_ name: String, at mountpoint: String? = nil, sources: [String] = []) -> Volume {
    Volume(
      name: volumeName(name), created: ago(days(9)), isDangling: true, size: .known(ByteCount(1)),
      mountpoint: mountpoint ?? "\(Self.root)/\(name)/_data", sources: sources)
  }

  private func users(of volume: Volume, bind source: String, target: String? = nil) -> [ContainerID] {
    var container = Container.sample(1)
    container.mounts = [Mount(type: "bind", source: source, destination: "/x", target: target)]
    return Users([container]).containers(on: volume)
  }

  @Test(arguments: [
    ("\(root)/db/_data", true), ("\(root)/db/_data/sub", true), ("\(root)/db", true), ("\(root)/db/_data/", true),
    ("\(root)//db/./_data/a/..", true), ("/data/docker/volumes/db/_data", true), ("/link/db/_data/sub", true),
    ("/", false), ("/var/lib/docker", false), (root, false), ("\(root)/", false), ("\(root)/db2/_data", false),
    ("\(root)/other/_data", false), ("\(root)/other/_data/db", false), ("/srv/db", false), ("", false),
    ("relative/db/_data", false), ("\(root)/db/_data/../../other", false),
  ])
  func `a folder at or below a volume's own uses it, one above all volumes uses none`(source: String, uses: Bool) {
    #expect(users(of: volume("db"), bind: source).isEmpty != uses)
  }

  @Test func `a link counts as what it leads to`() {
    #expect(users(of: volume("db"), bind: "/srv/db", target: "\(Self.root)/db/_data") == [containerID(1)])
    #expect(users(of: volume("db"), bind: "\(Self.root)/db/_data", target: "/srv/db") == [containerID(1)])
  }

  @Test func `a volume of another driver is used by its own folder alone`() {
    let plugin = volume("db", at: "/mnt/plugin/db")
    #expect(users(of: plugin, bind: "/mnt/plugin/db/x") == [containerID(1)])
    #expect(users(of: plugin, bind: "/mnt/plugin").isEmpty)
    #expect(users(of: volume("db", at: ""), bind: "/").isEmpty, "nobody knows where it is")
  }

  @Test func `a volume in which the files of another are stays, and goes once that one is gone`() throws {
    let policy = try Policy.sample(.volumes, olderThan: .zero)
    var named = policy
    named.takesNamed = true
    let (below, over) = (volume("below"), volume("over", sources: ["\(Self.root)/below/_data/sub"]))
    let memory = Memory(
      volumes: Dictionary(
        uniqueKeysWithValues: [below, over].map {
          ($0.name, Sighting(firstSeen: ago(days(9)), firstUnused: ago(days(9))))
        }))
    let plan = planned(named, Inventory(volumes: [below, over]), memory: memory)
    #expect(plan?.short == ["remove over"])
    #expect(plan?.reason(for: "below") == .holdsVolumes([over.name]))
    #expect(planned(named, Inventory(volumes: [below]), memory: memory)?.short == ["remove below"])
    #expect(!Users([], volumes: [volume("own", sources: ["\(Self.root)/own/_data"])]).mayUse(volume("own")))
  }
}
