import Policies

extension Wording {
  /// What an object is, in one line.
  static func facts(of object: EngineObject, _ memory: Memory, now: Timestamp) -> String {
    func ago(_ word: String, _ time: Timestamp?) -> String? {
      time.map { "\(word) \(Format.duration($0.duration(to: now))) ago" }
    }
    func sighting(_ sighting: Sighting?) -> String? {
      guard let sighting else { return nil }
      return ago("seen unused since", sighting.firstUnused) ?? "in use when last seen"
    }
    let parts: [String?]
    switch object {
    case .container(let container):
      let details = container.details.value
      let code = container.state == .exited ? (details?.exitCode ?? container.exitCode).map { " (\($0))" } ?? "" : ""
      parts = [
        container.state.word + code, ago("created", details?.created ?? container.created),
        ago("started", details?.started), ago("finished", details?.finished),
        "of \(Format.cut(container.imageReference))", details?.restart.map { "restart policy \($0.rawValue)" },
      ]
    case .image(let image):
      let others = image.removableReferences.dropFirst()
      parts = [
        image.tags.isEmpty ? "without a tag" : nil,
        others.isEmpty ? nil : "also \(Format.cut(others.joined(separator: ", ")))",
        ago("created", image.details.value?.created ?? image.created),
        image.size.map { "\(Format.bytes($0.bytes)) with all layers" },
        ago("last seen in use", memory.images[image.id]?.lastInUse),
      ]
    case .volume(let volume):
      parts = [
        volume.isAnonymous ? "anonymous" : "named", "driver \(volume.driver)", sighting(memory.volumes[volume.name]),
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

  /// What a policy says of an object, with its numbers.
  static func verdict(_ verdict: PolicyVerdict, now: Timestamp) -> String {
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

  /// Why an object stays, with what it hangs on and what would change it.
  static func why(_ reason: KeepReason) -> String {
    func short(_ ids: [some CustomStringConvertible]) -> String {
      let shown = ids.prefix(5).map { String($0.description.replacing("sha256:", with: "").prefix(12)) }
      return shown.joined(separator: ", ") + (ids.count > 5 ? " and \(ids.count - 5) more" : "")
    }
    switch reason {
    case .excepted(let filter): return "excepted by \(filter.text)"
    case .protected(.label(let match)): return "protected by [protect] labels: \(match.description)"
    case .protected(.container(let glob)): return "protected by [protect] containers: \(glob.description)"
    case .protected(.image(let glob)): return "protected by [protect] images: \(glob.description)"
    case .protected(.volume(let glob)): return "protected by [protect] volumes: \(glob.description)"
    case .protected(.network(let glob)): return "protected by [protect] networks: \(glob.description)"
    case .managed(let manager): return "managed by \(manager.rawValue); a filter managed=true would select it"
    case .inState(let state): return "it is \(state.word)"
    case .dormant(let restart):
      return "its restart policy \(restart.rawValue) brings it back with the engine; a filter restart=… would select it"
    case .inUse(let containers): return "in use by \(short(containers))"
    case .inUseByEngine: return "in use, the engine says"
    case .hasChildren(let images): return "images are built on it: \(short(images))"
    case .holdsCache(let records): return "cache is built on it: \(short(records))"
    case .newest(let rank):
      let group = rank.group.isEmpty ? "" : " of \(Format.cut(rank.group))"
      return "number \(rank.place) of the newest \(rank.kept) that are kept\(group)"
    case .tooYoung(let elapsed, let limit, let origin):
      return "\(since(origin)) \(Format.duration(elapsed)) ago, and older-than is \(Format.limit(limit))"
    case .ageUnknown(let origin): return "nobody knows when it was \(since(origin))"
    case .named: return "somebody named it, and the policy does not say named = true"
    case .partOfProject(let project): return "the Compose project \(Format.cut(project)) still has a container"
    case .withinLimit(let excess):
      return
        "what is left takes \(Format.bytes(excess.total.bytes)), and \(Format.bytes(excess.pressure.downTo.bytes)) may stay"
    case .notSelected, .janitorItself, .ungrouped, .predefined, .sharedWithImage, .unknown: return kept(reason)
    }
  }
}
