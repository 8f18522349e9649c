package import Policies

extension Wording {
  /// `The policy old took no part: the list of images could not be had: …`
  package static func omitted(_ omitted: OmittedPolicy) -> String {
    self.omitted(omitted.policy, unlisted(omitted.list, omitted.error))
  }

  package static func omitted(_ policy: String, _ reason: String) -> String {
    "The policy \(policy) took no part: \(reason)."
  }

  package static func unmeasured(_ error: EngineError) -> String {
    "what objects take, and the build cache, could not be had: \(engine(error))"
  }

  /// Which list could not be had, and why.
  package static func unlisted(_ list: Target, _ error: EngineError) -> String {
    "\(name(ofList: list)) could not be had: \(engine(error))"
  }

  private static func name(ofList list: Target) -> String {
    switch list {
    case .buildCache: "the records of the build cache"
    case .containers, .images, .volumes, .networks: "the list of \(list.rawValue)"
    }
  }

  /// Why an object could not be looked at.
  static func unseen(_ unseen: Unseen) -> String {
    switch unseen {
    case .notFound: "the engine lists it, and does not find it when asked for it"
    case .failed(let error): engine(error)
    case .notAsked(let error): "it was not asked for, since other such requests got no answer: \(engine(error))"
    }
  }

  /// Which objects stay because they could not be looked at; `nil` where there are none.
  package static func unseen(_ objects: [Kept]) -> String? {
    guard let first = objects.first else { return nil }
    let example = "\(first.target.singular) \(first.name): \(why(first.reason))"
    guard objects.count > 1 else { return "Could not be looked at, and stays: \(example)." }
    return "\(objects.count) objects could not be looked at, and stay; the first is \(example)."
  }
}
