package import Policies

extension Wording {
  /// Whom objects belong to: `Compose project shop`, `images of registry/app`.
  package static func holder(_ holder: Holder) -> String {
    switch holder {
    case .project(let name): name.map { "Compose project \(Format.cut($0))" } ?? "Compose"
    case .manager(let manager): "managed by \(manager.rawValue)"
    case .repository(let repository): "images of \(repository)"
    case .untaggedImages: "images without a tag"
    case .containers: "containers of no project"
    case .networks: "networks of no project"
    case .anonymousVolumes: "anonymous volumes"
    case .namedVolumes: "named volumes of no project"
    case .buildCache: "build cache"
    case .sharedLayers: "layers that several images share"
    }
  }

  /// Why an object stays that a policy keeps, or none selects.
  package static func stays(_ reason: KeepReason?, _ situation: Situation?) -> String {
    reason.map(why) ?? "\(situation.map { "\(self.situation($0)), and " } ?? "")no policy selects it"
  }

  private static func situation(_ situation: Situation) -> String {
    switch situation {
    case .state(let state): "it is \(state.word)"
    case .containers(let count): count > 0 ? "\(Format.count(count, "container")) of it" : "unused"
    case .inUse(let isUsed): isUsed ? "in use" : "unused"
    }
  }
}
