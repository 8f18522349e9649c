package import Policies

extension Wording {
  /// What `[protect]` keeps in plain English, one sentence for each kind of entry.
  package static func protection(_ protection: Protection) -> [String] {
    var sentences: [String] = []
    func add(_ what: String, _ entries: [String], _ how: String = "") {
      guard !entries.isEmpty else { return }
      sentences.append("keeps \(what) \(entries.joined(separator: " or "))\(how).")
    }
    add("whatever has the label", protection.labels.map(\.description))
    add("containers whose whole name is", protection.containers.map(\.description))
    add(
      "images called", protection.images.map(\.description),
      ", with or without their registry, in short or in full")
    add("volumes whose whole name is", protection.volumes.map(\.description))
    add("networks whose whole name is", protection.networks.map(\.description))
    return sentences
  }

  /// An entry that seems to spare nothing.
  package static func idle(_ idle: IdleEntry, now: Timestamp) -> String {
    "\(idle.entry.list): \(idle.entry.text) has matched nothing for \(Format.duration(idle.since.duration(to: now)))"
  }

  package static let idleRemedy =
    "if it is to spare something that is there, see how that is called; janitor check says what it means"
}
