package import Policies

extension Wording {
  /// Why objects stay, in two words for a summary: `5 too young`.
  package static func kept(_ reason: KeepReason) -> String {
    switch reason {
    case .notSelected: "not selected"
    case .excepted: "excepted"
    case .protected: "protected"
    case .janitorItself: "janitor itself"
    case .maybeJanitorItself: "possibly janitor itself"
    case .managed(let manager): "managed by \(manager.rawValue)"
    case .inState(let state): state.word
    case .dormant: "dormant (restart policy)"
    case .inUse, .inUseByEngine, .inUseOutside, .occupied: "in use"
    case .needed: "needed by other containers"
    case .external: "another tool's"
    case .partOfPod: "part of a pod"
    case .manifestList: "a manifest list"
    case .readOnly: "in a read-only store"
    case .partOfManifestLists: "part of a manifest list"
    case .configuration, .configures: "configurations of networks"
    case .hasChildren: "with images built on them"
    case .newest: "among the newest"
    case .ungrouped: "without a group"
    case .tooYoung: "too young"
    case .ageUnknown: "of unknown age"
    case .named: "named"
    case .maybeNamed: "possibly named"
    case .unaddressable: "of a name that no request can have"
    case .predefined: "predefined"
    case .partOfProject: "part of a Compose project that has containers"
    case .withinLimit: "within the size that is allowed"
    case .holdsVolumes: "with other volumes in them"
    case .holdsCache: "with cache built on them"
    case .sharedWithImage: "shared with an image"
    case .unseen(.notFound): "not found any more"
    case .unknown, .unseen, .unlisted: "not fully known"
    }
  }

  /// Why an object stays, with what it hangs on and what would change it.
  package static func why(_ reason: KeepReason) -> String {
    func short(_ ids: [some CustomStringConvertible]) -> String {
      let shown = ids.prefix(5).map { String($0.description.replacing("sha256:", with: "").prefix(12)) }
      return shown.joined(separator: ", ") + (ids.count > 5 ? " and \(ids.count - 5) more" : "")
    }
    func listed(_ names: [String]) -> String {
      names.prefix(5).map { Format.cut($0) }.joined(separator: ", ")
        + (names.count > 5 ? " and \(names.count - 5) more" : "")
    }
    switch reason {
    case .excepted(let filter): return "excepted by \(filter.text)"
    case .protected(.label(let match)): return "protected by [protect] labels: \(match.description)"
    case .protected(.container(let glob)): return "protected by [protect] containers: \(glob.description)"
    case .protected(.image(let glob)): return "protected by [protect] images: \(glob.description)"
    case .protected(.volume(let glob)): return "protected by [protect] volumes: \(glob.description)"
    case .protected(.network(let glob)): return "protected by [protect] networks: \(glob.description)"
    case .managed(let manager): return "managed by \(manager.rawValue); a filter managed=true would select it"
    case .maybeJanitorItself: return "janitor runs in a container and cannot tell in which: it may be this one"
    case .inState(let state): return "it is \(state.word)"
    case .dormant(let restart):
      return "its restart policy \(restart.rawValue) brings it back with the engine; a filter restart=… would select it"
    case .inUse(let containers): return "in use by \(short(containers))"
    case .occupied(let endpoints):
      return "in use by \(Format.cut(endpoints.joined(separator: ", "))), which is no container of this engine"
    case .configuration:
      return "it holds a configuration that networks may be made from at any time; a filter name=… would select it"
    case .configures(let networks):
      return "networks were made from its configuration: \(Format.cut(networks.joined(separator: ", ")))"
    case .needed(let names):
      return "needed by \(listed(names)) for its network, IPC or PID namespace, volumes or link"
    case .inUseByEngine: return "in use, the engine says"
    case .external: return "buildah, a build or another tool keeps it in Podman's storage"
    case .inUseOutside(let names):
      return "in use by \(listed(names)), which `podman ps --all --external` shows"
    case .partOfPod(let pod): return "it is part of the pod \(Format.cut(pod))"
    case .manifestList: return "it is a manifest list"
    case .readOnly: return "it is in a store of images that Podman only reads"
    case .partOfManifestLists(let lists): return "it is part of the manifest list \(listed(lists))"
    case .hasChildren(let images): return "images are built on it: \(short(images))"
    case .holdsVolumes(let volumes):
      return "files of other volumes are in it: \(Format.cut(volumes.map(\.description).joined(separator: ", ")))"
    case .holdsCache(let records): return "cache is built on it: \(short(records))"
    case .newest(let rank):
      let group = rank.group.isEmpty ? "" : " of \(Format.cut(rank.group))"
      return "number \(rank.place) of the newest \(rank.kept) that are kept\(group)"
    case .tooYoung(let elapsed, let limit, let origin, let standIn):
      return "\(since(origin, standIn)) \(Format.duration(elapsed)) ago\(flaw(standIn)), "
        + "and older-than is \(Format.limit(limit))"
    case .ageUnknown(let origin): return "nobody knows when it was \(since(origin))"
    case .named: return "somebody named it, and the policy does not say named = true"
    case .unaddressable:
      return "no request can name it: the engine would shorten the / or .. in its name, and might take another volume"
    case .maybeNamed: return "somebody may have named it, and the policy does not say named = true"
    case .partOfProject(let project): return "the Compose project \(Format.cut(project)) still has a container"
    case .withinLimit(let excess):
      return
        "what is left takes \(Format.bytes(excess.total.bytes)), and \(Format.bytes(excess.pressure.downTo.bytes)) may stay"
    case .unseen(let unseen): return self.unseen(unseen)
    case .unlisted(let list, let error): return unlisted(list, error)
    case .notSelected, .janitorItself, .ungrouped, .predefined, .sharedWithImage, .unknown: return kept(reason)
    }
  }
}
