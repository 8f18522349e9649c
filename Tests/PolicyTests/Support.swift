import Policies

/// The instant at which the tests' worlds are looked at.
let now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

func ago(_ duration: Duration) -> Timestamp { now.advanced(by: .zero - duration) }
func days(_ count: Double) -> Duration { .seconds(count * 86_400) }

/// A whole ID that begins with the number in twelve digits.
func containerID(_ number: Int) -> ContainerID {
  let hex = String(number, radix: 16)
  let front = String(repeating: "0", count: 12 - hex.count) + hex
  guard let id = ContainerID(front + String(repeating: "0", count: 52)) else { fatalError("\(number)") }
  return id
}

func imageID(_ number: Int) -> ImageID {
  guard let id = ImageID(containerID(number).description) else { fatalError("\(number)") }
  return id
}

func layerID(_ number: Int) -> LayerID {
  guard let id = LayerID(containerID(number).description) else { fatalError("\(number)") }
  return id
}

extension Container {
  /// A container whose every fact is known: exited with 0, ten days ago, without restart policy.
  static func sample(
    _ number: Int, name: String? = nil, state: ContainerState = .exited, code: Int = 0, finished: Duration? = days(10),
    created: Duration = days(20), restart: RestartPolicy? = .no, image: Int? = 1000, labels: [String: String] = [:]
  ) -> Container {
    let ran = state != .created
    return Container(
      id: containerID(number), names: [name ?? "c\(number)"], image: image.map(imageID), created: ago(created),
      state: state, exitCode: state == .exited ? code : nil, health: Health.none, labels: labels,
      details: .known(
        ContainerDetails(
          created: ago(created), started: ran ? ago(created) : nil, finished: ran ? finished.map(ago) : nil,
          exitCode: code, restart: restart)),
      size: .known(ContainerSize(writableLayer: ByteCount(Int64(number)), log: .zero)))
  }
}

extension Image {
  /// An image of these layers, base first, each as large as its number.
  static func sample(
    _ number: Int, tags: [String] = [], parent: Int? = nil, created: Duration = days(10),
    labels: [String: String] = [:], layers: [Int] = []
  ) -> Image {
    Image(
      id: imageID(number), parent: parent.map(imageID), tags: tags.sorted(), created: ago(created), labels: labels,
      size: ByteCount(Int64(layers.reduce(0, +))),
      details: .known(ImageDetails(created: ago(created), tagged: nil)),
      layers: .known(
        ImageLayers(
          chain: layers.indices.map { layerID(Self.prefix(layers[...$0])) },
          history: layers.map { HistoryEntry(size: ByteCount(Int64($0)), isMetadata: false) })))
  }

  /// A layer is known by all that lies below it.
  private static func prefix(_ layers: ArraySlice<Int>) -> Int {
    layers.reduce(7) { ($0 &* 31 &+ $1) & 0xFFFF_FFFF_FFFF }
  }
}

func volumeName(_ text: String) -> VolumeName {
  guard let name = VolumeName(text) else { fatalError(text) }
  return name
}

func networkID(_ number: Int) -> NetworkID {
  guard let id = NetworkID(containerID(number).description) else { fatalError("\(number)") }
  return id
}

func cacheID(_ number: Int) -> CacheID {
  guard let id = CacheID("cache" + String(containerID(number).description.prefix(20))) else { fatalError("\(number)") }
  return id
}

extension Volume {
  /// An anonymous volume that the engine says is unused.
  static func sample(
    _ name: String, anonymous: Bool = true, dangling: Bool? = true, labels: [String: String] = [:],
    created: Duration = days(100), bytes: Int64 = 10
  ) -> Volume {
    Volume(
      name: volumeName(name), labels: labels, created: ago(created), isAnonymous: anonymous, isDangling: dangling,
      size: .known(ByteCount(bytes)))
  }
}

extension Policy {
  /// A policy of filters as janitor.conf has them.
  static func sample(
    _ target: Target = .containers, _ filters: [String] = [], action: PolicyAction = .remove, except: [String] = [],
    olderThan: Duration? = nil, since: AgeOrigin? = nil, keepLast: KeepLast? = nil, name: String = "policy"
  ) throws -> Policy {
    Policy(
      name: name, action: action, target: target, filters: FilterSet(try filters.map { try Filter($0, for: target) }),
      exceptions: try except.map { try Filter($0, for: target) }, olderThan: olderThan, since: since,
      keepLast: keepLast)
  }
}

extension Planner {
  /// The plan of a world in which every fact is known.
  func plan(_ inventory: Inventory, _ memory: Memory = Memory()) -> Plan? {
    if case .plan(let plan) = next(inventory, memory, now: now) { plan } else { nil }
  }
}

/// The plan of one policy over an inventory.
func planned(_ policy: Policy, _ inventory: Inventory, protect: Protection = Protection(), memory: Memory = Memory())
  -> Plan?
{
  Planner([policy], protection: protect, brake: Brake(steps: .max, share: 1)).plan(inventory, memory)
}

/// The plan of policies over a world, and its steps in short: `remove c1`.
func plan(
  _ policies: [Policy], _ containers: [Container] = [], _ images: [Image] = [], protect: Protection = Protection(),
  brake: Brake = Brake(steps: .max, share: 1), own: ContainerID? = nil, memory: Memory = Memory()
) -> Plan? {
  Planner(policies, protection: protect, brake: brake, own: own)
    .plan(Inventory(containers: containers, images: images, cache: .known([])), memory)
}

extension Plan {
  var short: [String] { steps.map { "\($0.verb.word) \($0.objectName)" } }
  func reason(for id: String) -> KeepReason? { kept.first { $0.id == id }?.reason }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
