import FoundationEssentials
import Policies
import Worlds

extension Workload {
  static let decoding = [
    decodeEach("decode-container-list", Bodies.containers) { (wire: ContainerWire) in use(wire.container) },
    decodeEach("decode-image-list", Bodies.images) { (wire: ImageWire) in use(wire.image) },
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

  /// A list, element by element as `ListReader` has it.
  private static func decodeEach<Wire: Decodable>(
    _ name: String, _ elements: @escaping @Sendable () -> [String], _ convert: @escaping @Sendable (Wire) -> Void
  ) -> Workload {
    Workload(name, repetitions: 1) {
      let elements = elements().map { Data(($0 + "\n").utf8) }
      return { for data in elements { convert(try JSONDecoder().decode(Wire.self, from: data)) } }
    }
  }
}
