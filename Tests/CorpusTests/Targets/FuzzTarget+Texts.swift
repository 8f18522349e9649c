@testable import EngineClient
@testable import JanitorConfiguration
@testable import Policies

extension FuzzTarget {
  func readConfiguration(_ bytes: [UInt8]) {
    var merger = Merger()
    merger.hostMistake = { (try? EngineHost($0)) == nil ? "no address" : nil }
    merger.read(bytes: bytes, file: "t.conf")
    do {
      let configuration = try merger.finish()
      precondition(Set(configuration.policies.map(\.name)).count == configuration.policies.count, "one name twice")
    } catch {
      precondition(!error.description.isEmpty, "a mistake without words")
    }
  }

  /// A filter means the same once it was written down and read again.
  func readFilter(_ bytes: [UInt8]) {
    let targets = Target.allCases
    let target = targets[Int(bytes.first ?? 0) % targets.count]
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    guard let filter = try? Filter(text, for: target) else { return }
    guard let again = try? Filter(filter.text, for: target) else { preconditionFailure("\(filter.text) is no filter") }
    precondition(again.text == filter.text, "\(filter.text) became \(again.text)")
    switch filter {
    case .name(let pattern), .idPattern(let pattern):
      let matches = pattern.matcher()
      for name in ["", "prod-web_1.0", String(repeating: "a", count: 100)] { _ = matches(name) }
    case .reference(let glob): _ = glob.matches(reference: "registry.test:5000/team/app:1")
    default: break
    }
  }

  func readTexts(_ text: String) {
    if let duration = Duration(text: text) { precondition(duration >= .zero, "\(duration)") }
    if let size = ByteCount(text: text) { precondition(size >= .zero, "\(size)") }
    if let date = Timestamp(rfc3339: text) {
      // To the second, which is all that it is written with.
      precondition(Timestamp(rfc3339: date.rfc3339).map { date.duration(to: $0) } ?? .seconds(-1) > .seconds(-1), text)
    }
    if let cutoff = Cutoff(text) { _ = cutoff.instant(Timestamp(nanoseconds: 1_800_000_000_000_000_000)) }
    if let ports = PortRange(text) { precondition(PortRange(ports.description) == ports, ports.description) }
    if let glob = Glob(text) {
      _ = glob.matches(text, pathwise: false)
      _ = glob.matches(String(repeating: "a/", count: 50), pathwise: true)
    }
    if let host = try? EngineHost(text) { _ = "\(host)" }
    _ = Reference(text).resolved
    _ = (StatusText.age(text), StatusText.exitCode(text), StatusText.health(text), HistoryWire.isMetadata(text))
    _ = (APIVersion(text), LabelMatch(text).description, Manager(labels: [text: text], name: text))
  }
}
