/// Who holds which paths of the host, asked for by volume.
///
/// What lies at or below a volume's own folder uses the volume. What has the folder of all volumes, or one above it, looks at
/// the host and not at a volume: an agent that watches it would keep every volume for ever.
struct Places<Holder: Hashable & Sendable>: Hashable, Sendable {
  /// By each path and by each folder above it.
  private var below: [String: [Holder]] = [:]
  /// By NAME where a path goes through `NAME/_data`: the engine's folder may have other names, and be a link.
  private var through: [String: [Holder]] = [:]

  mutating func insert(_ path: String, _ holder: Holder) {
    let parts = path.cleanPath
    var folder = ""
    for (place, part) in parts.enumerated() {
      folder += "/\(part)"
      below[folder, default: []].append(holder)
      if place > 0, part == "_data" { through[String(parts[place - 1]), default: []].append(holder) }
    }
  }

  func holders(of volume: Volume) -> [Holder] {
    let parts = volume.mountpoint.cleanPath
    guard !parts.isEmpty, !below.isEmpty else { return [] }
    let name = volume.name.description
    let own = parts.lastIndex { $0 == name }.map { parts[...$0] } ?? parts[...]
    let isUsual = parts.count > 1 && parts.last == "_data" && parts[parts.count - 2] == name
    return (below["/" + own.joined(separator: "/")] ?? []) + (isUsual ? through[name] ?? [] : [])
  }
}

extension String {
  /// The parts of an absolute path without `.`, `..` and doubled slashes; empty where it is none.
  fileprivate var cleanPath: [Substring] {
    guard hasPrefix("/") else { return [] }
    var parts: [Substring] = []
    for part in split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts
  }
}
