/// `80`, `80/udp`, `8000-8010/tcp`; every port of it, TCP where it does not say.
package struct PortRange: Hashable, Sendable {
  package var ports: ClosedRange<Int>
  package var proto: String
  package init(ports: ClosedRange<Int>, proto: String = "tcp") {
    self.ports = ports
    self.proto = proto
  }
}

extension PortRange: CustomStringConvertible {
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
    guard parts.count <= 2, let first = ends.first, let low = first, let last = ends.last, let high = last,
      ends.count <= 2, low <= high
    else { return nil }
    let proto = parts.count == 2 ? String(parts[1]) : "tcp"
    guard ["tcp", "udp", "sctp"].contains(proto) else { return nil }
    self.init(ports: Int(low)...Int(high), proto: proto)
  }

  package var description: String {
    (ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)-\(ports.upperBound)") + "/\(proto)"
  }

  package func contains(_ port: Int, _ proto: String) -> Bool { ports.contains(port) && proto == self.proto }
}
