import FoundationEssentials
import Policies
import Worlds

extension Workload {
  static let decoding = [
    decode("decode-container-list", repetitions: 1, Bodies.containers) { (wires: [ContainerWire]) in
      use(wires.compactMap(\.container))
    },
    decode("decode-image-list", repetitions: 1, Bodies.images) { (wires: [ImageWire]) in
      use(wires.compactMap(\.image))
    },
    decode("decode-container", repetitions: 50, Bodies.container) { (wire: ContainerInspectionWire) in
      use(ContainerID(wire.Id).map { wire.container($0, size: .notAsked) })
    },
    decode("decode-image", repetitions: 50, Bodies.image) { (wire: ImageInspectionWire) in
      use((ImageID(wire.Id).map(wire.image), wire.GraphDriver?.layers))
    },
    decode("decode-history", repetitions: 50, Bodies.history) { (wires: [HistoryWire]) in use(wires.map(\.entry)) },
  ]

  /// As `Answer.decode` does it with a body that has come.
  private static func decode<Wire: Decodable>(
    _ name: String, repetitions: Int, _ body: @escaping @Sendable () -> String,
    _ convert: @escaping @Sendable (Wire) -> Void
  ) -> Workload {
    Workload(name, repetitions: repetitions) {
      let data = Data((body() + "\n").utf8)
      return { convert(try JSONDecoder().decode(Wire.self, from: data)) }
    }
  }
}
