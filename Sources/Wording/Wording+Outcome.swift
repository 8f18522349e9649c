package import Policies

extension Wording {
  /// Why a step was not simply done; `nil` where there is nothing to say.
  package static func note(_ note: Outcome.Note?) -> String? {
    switch note {
    case nil: nil
    case .alreadyGone: "already gone"
    case .alreadyStopped: "already stopped"
    case .beingRemoved: "somebody else is removing it"
    case .changed(let changes): "changed since the plan: " + changes.map(change).joined(separator: ", ")
    case .noLongerPlanned(let reason?): "changed since the plan: \(kept(reason)) now"
    case .noLongerPlanned(nil): "changed since the plan: gone, altered, or not selected any more"
    case .unlisted(let list, let error): unlisted(list, error)
    case .inUse(let containers):
      "in use now by " + containers.map { String($0.description.prefix(12)) }.joined(separator: ", ")
    case .occupied(let endpoints): "in use now by \(Format.cut(endpoints.joined(separator: ", ")))"
    case .holdsVolumes(let volumes):
      "files of other volumes are in it now: \(Format.cut(volumes.map(\.description).joined(separator: ", ")))"
    case .unnamedVolume: "a container uses a volume that the engine does not name"
    case .keptByEngine: "the engine left it where it is"
    case .after(let step): "it comes after step \(step), which was not done"
    case .notBegun: "not begun: janitor was told to stop"
    case .notRecordable: "not begun: the ledger could not be written"
    case .refused(let status, let message): "the engine refused (\(status)): \(message)"
    case .doneDespite(let status, let message): "done, though the engine failed over it (\(status)): \(message)"
    case .unanswered(let error): "no answer: \(engine(error)); the next run will show what became of it"
    case .notLookedAt(let error): engine(error)
    case .impossible: "there is no such step"
    }
  }

  private static func change(_ change: Change) -> String {
    switch change {
    case .state(let from, let to): "it was \(from.word) and is \(to.word)"
    case .restarted: "it ran again"
    case .renamed(let name): "it is called \(name)"
    case .relabelled: "its labels changed"
    case .restartPolicy: "its restart policy changed"
    case .retagged(let now): now.isEmpty ? "its tags are gone" : "its tags are \(now.joined(separator: ", "))"
    case .taggedAgain: "it was tagged again"
    case .image: "it uses another image"
    case .replaced: "it is not the same any more"
    case .inUse: "a build uses it"
    case .used: "a build used it"
    }
  }

  /// What became of a step that its run left open, and how that was found out.
  ///
  /// - Parameter error: why the run could not tell; `nil` where it died.
  package static func settlement(error: String?, finding: StepFinding) -> String {
    "\(error ?? "the run died"); found out later by asking the engine for it: \(found(finding))"
  }

  package static func settled(_ count: Int) -> String {
    "asked the engine what became of \(Format.count(count, "step")) that an earlier run left open, and recorded it"
  }

  private static func found(_ finding: StepFinding) -> String {
    switch finding {
    case .gone: "it is gone"
    case .untagged: "the tag is gone"
    case .stopped(let state): "it is \(state.word)"
    case .there(nil): "it is still there"
    case .there(let state?): "it is still there, \(state.word)"
    case .begun(nil): "its tag is gone, and it is still there"
    case .begun(let state?): "its removal was begun and did not end: it is \(state.word)"
    case .unanswered(let error): engine(error)
    case .senseless: "its ID makes no sense"
    }
  }
}
