import Policies
import Worlds

/// A host that builds images and runs jobs in them, day after day: the same one for the same numbers.
struct BuildHost {
  var containers: [Container] = []
  var images: [Image] = []

  /// - Parameters:
  ///   - layers: how many an image has on top of the base that it shares with others.
  init(containers: Int, images: Int, layers: ClosedRange<Int>) {
    var random = SplitMix(state: 20_261_123)
    let bases = (1...8).map { base in (0..<random.number(3...6)).map { base * 1000 + $0 } }
    for number in 1...images { self.images.append(image(number, of: images, bases, layers, &random)) }
    for number in 1...containers { self.containers.append(container(number, &random)) }
  }

  /// What the legacy builder leaves: every instruction is an image that stands on the one before, a few of them tagged.
  init(parents: Int, chains: Int) {
    for chain in 0..<chains {
      for depth in 1...parents {
        let number = chain * parents + depth
        images.append(
          .sample(
            number, tags: depth % 5 == 0 ? ["app\(chain):\(depth)"] : [], parent: depth == 1 ? nil : number - 1,
            created: days(10), layers: (0...depth / 10).map { chain * 100 + $0 }))
      }
    }
  }

  /// Each repository goes on from one base; of what it builds, the next build takes over the lower layers.
  private func image(
    _ number: Int, of count: Int, _ bases: [[Int]], _ layers: ClosedRange<Int>, _ random: inout SplitMix
  ) -> Image {
    let repository = random.number(0...39)
    let own = random.number(layers)
    let shared = random.number(0...own)
    let chain =
      bases[repository % bases.count] + (0..<shared).map { repository * 100 + $0 }
      + (shared..<own).map { 1_000_000 + number * 100 + $0 }
    let tag = "registry.test:5000/team\(repository % 5)/app\(repository):\(number)"
    return Image.sample(
      number, tags: random.happens(70) ? [tag] : [], created: .seconds(86_400 * 30 * (count - number) / count + 1),
      labels: ["org.opencontainers.image.revision": "\(number)", "job": "\(repository)"], layers: chain)
  }

  private func container(_ number: Int, _ random: inout SplitMix) -> Container {
    let state: ContainerState = random.happens(80) ? .exited : random.pick(.running, .running, .created, .paused)
    var container = Container.sample(
      100_000 + number, name: "job-\(number)", state: state, code: random.pick(0, 0, 0, 1, 137),
      finished: .seconds(random.number(0...20 * 86_400)), created: .seconds(21 * 86_400 + number),
      image: random.number(1...images.count),
      labels: [
        "com.docker.compose.project": "build\(number / 10)", "com.docker.compose.service": "step\(number % 10)",
        "job": "\(number % 40)",
      ])
    container.mounts = [Mount(type: "bind", source: "/srv/cache", destination: "/cache")]
    container.networks = ["bridge": networkID(1).description]
    container.imageReference = images[number % images.count].displayName
    return container
  }

  /// With every fact that the planner may ask for.
  var inventory: Inventory { Inventory(containers: containers, images: images, cache: .known([])) }

  /// The containers, and with them most of the images, are there since long.
  var memory: Memory {
    var memory = Memory()
    for image in images { memory.images[image.id] = Sighting(firstSeen: ago(days(20)), firstUnused: ago(days(20))) }
    return memory
  }
}
