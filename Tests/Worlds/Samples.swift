package import Policies

/// The instant at which the tests' worlds are looked at.
package let now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

package func ago(_ duration: Duration) -> Timestamp { now.advanced(by: .zero - duration) }
package func days(_ count: Double) -> Duration { .seconds(count * 86_400) }

/// A whole ID that begins with the number in twelve digits.
package func containerID(_ number: Int) -> ContainerID {
  let hex = String(number, radix: 16)
  let front = String(repeating: "0", count: 12 - hex.count) + hex
  guard let id = ContainerID(front + String(repeating: "0", count: 52)) else { fatalError("\(number)") }
  return id
}

package func imageID(_ number: Int) -> ImageID {
  guard let id = ImageID(containerID(number).description) else { fatalError("\(number)") }
  return id
}

package func layerID(_ number: Int) -> LayerID {
  guard let id = LayerID(containerID(number).description) else { fatalError("\(number)") }
  return id
}

extension Container {
  /// A container whose every fact is known: exited with 0, ten days ago, without restart policy.
  package static func sample(
    _ number: Int, name: String? = nil, state: ContainerState = .exited, code: Int = 0, finished: Duration? = days(10),
    created: Duration = days(20), restart: RestartPolicy? = .no, image: Int? = 1000, labels: [String: String] = [:]
  ) -> Container {
    let ran = state != .created
    return Container(
      id: containerID(number), names: [name ?? "c\(number)"], image: image.map(imageID), created: ago(created),
      state: state, exitCode: state == .exited ? code : nil, health: Health.none, labels: labels,
      ties: .known(ContainerTies()),
      details: .known(
        ContainerDetails(
          created: ago(created), started: ran ? ago(created) : nil, finished: ran ? finished.map(ago) : nil,
          exitCode: code, restart: restart)),
      size: .known(ContainerSize(writableLayer: ByteCount(Int64(number)), log: .zero)))
  }
}

extension Image {
  /// An image of these layers, base first, each as large as its number.
  package static func sample(
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

package func volumeName(_ text: String) -> VolumeName {
  guard let name = VolumeName(text) else { fatalError(text) }
  return name
}

package func networkID(_ number: Int) -> NetworkID {
  guard let id = NetworkID(containerID(number).description) else { fatalError("\(number)") }
  return id
}

package func cacheID(_ number: Int) -> CacheID {
  guard let id = CacheID("cache" + String(containerID(number).description.prefix(20))) else { fatalError("\(number)") }
  return id
}

extension Volume {
  /// An anonymous volume that the engine says is unused.
  package static func sample(
    _ name: String, anonymous: Bool? = true, dangling: Bool? = true, labels: [String: String] = [:],
    created: Duration = days(100), bytes: Int64 = 10
  ) -> Volume {
    Volume(
      name: volumeName(name), labels: labels, created: ago(created), isAnonymous: anonymous, isDangling: dangling,
      size: .known(ByteCount(bytes)))
  }
}

extension Policy {
  /// A policy of filters as janitor.conf has them.
  package static func sample(
    _ target: Target = .containers, _ filters: [String] = [], action: PolicyAction = .remove, except: [String] = [],
    olderThan: Duration? = nil, since: AgeOrigin? = nil, keepLast: KeepLast? = nil, name: String = "policy"
  ) throws -> Policy {
    Policy(
      name: name, action: action, target: target, filters: FilterSet(try filters.map { try Filter($0, for: target) }),
      exceptions: try except.map { try Filter($0, for: target) }, olderThan: olderThan, since: since,
      keepLast: keepLast)
  }
}
