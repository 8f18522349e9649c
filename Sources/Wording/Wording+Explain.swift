package import Policies

extension Wording {
  /// What an object is, in one line.
  package static func facts(of object: EngineObject, _ memory: Memory, now: Timestamp) -> String {
    func ago(_ word: String, _ time: Timestamp?) -> String? {
      time.map { "\(word) \(Format.duration($0.duration(to: now))) ago" }
    }
    func sighting(_ sighting: Sighting?) -> String? {
      guard let sighting else { return nil }
      return ago("seen unused since", sighting.firstUnused) ?? "in use when last seen"
    }
    func dated(_ container: Container, _ origin: AgeOrigin) -> String? {
      let word = since(origin)
      guard let date = container.date(of: origin) else { return nil }
      let day = date.rfc3339.prefix(10)
      switch container.flaw(of: origin, now: now) {
      case .madeUp: return "\(word) at a made-up date, \(day)"
      case .future: return "\(word) at a date that has not come yet, \(day)"
      case .beforeCreation: return "\(word) at a date before its creation, \(day)"
      case .beforeStart, .missing, .shared, nil: return ago(word, date)
      }
    }
    let parts: [String?]
    switch object {
    case .container(let container):
      let details = container.details.value
      let code = container.state == .exited ? (details?.exitCode ?? container.exitCode).map { " (\($0))" } ?? "" : ""
      parts = [
        container.state.word + code, dated(container, .created), dated(container, .started),
        dated(container, .finished),
        "of \(Format.cut(container.imageReference))", details?.restart.map { "restart policy \($0.rawValue)" },
      ]
    case .image(let image):
      let others = image.removableReferences.dropFirst()
      parts = [
        image.tags.isEmpty ? "without a tag" : nil,
        others.isEmpty ? nil : "also \(Format.cut(others.joined(separator: ", ")))",
        created(image, now: now),
        image.obviousFlaw(now: now).flatMap { _ in ago("first seen", memory.images[image.id]?.firstSeen) },
        image.size.map { "\(Format.bytes($0.bytes)) with all layers" },
        ago("last seen in use", memory.images[image.id]?.lastInUse),
      ]
    case .volume(let volume):
      parts = [
        volume.isAnonymous.map { $0 ? "anonymous" : "named" } ?? "anonymous or named", "driver \(volume.driver)",
        sighting(memory.volumes[volume.name]),
      ]
    case .network(let network):
      parts = ["driver \(network.driver)", ago("created", network.created), sighting(memory.networks[network.id])]
    case .cache(let record):
      parts = [
        record.kind, Format.bytes(record.size.bytes), record.isShared ? "shared with an image" : nil,
        ago("created", record.created), ago("last used", record.lastUsed),
      ]
    }
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  /// A date that is none has no "ago".
  private static func created(_ image: Image, now: Timestamp) -> String? {
    guard let created = image.details.value?.created ?? image.created else { return nil }
    switch image.obviousFlaw(now: now) {
    case .madeUp: return "created at a made-up date, \(created.rfc3339.prefix(10))"
    case .future: return "created at a date that has not come yet, \(created.rfc3339.prefix(10))"
    default: return "created \(Format.duration(created.duration(to: now))) ago"
    }
  }

  /// What a policy says of an object, with its numbers.
  package static func verdict(_ verdict: PolicyVerdict, now: Timestamp) -> String {
    switch verdict.verdict {
    case .sweep(let reason): "goes: \(self.reason(reason))"
    case .keep(.notSelected): "not selected\(filters(verdict.policy))"
    case .keep(let reason):
      "stays: \(why(reason))"
        + (verdict.eligible(now).map { "; old enough in \(Format.duration(now.duration(to: $0))), \($0.rfc3339)" } ?? "")
    }
  }

  private static func filters(_ policy: Policy) -> String {
    let texts = policy.filters.all.map(\.text)
    return texts.isEmpty ? "" : " by \(texts.joined(separator: ", "))"
  }
}
