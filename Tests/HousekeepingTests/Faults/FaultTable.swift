import EngineLab
import Foundation

/// How the engine fails to answer a request.
enum Refusal: String, CaseIterable, Sendable {
  case hang, error = "500", conflict = "409", absent = "404", cut = "cut body"

  /// - Parameter changes: whether the request is one that changes something: what breaks off, the engine has done then.
  func fault(changes: Bool) -> Fault {
    switch self {
    case .hang: .silence
    case .error: .answer(status: 500, body: #"{"message":"driver failed"}"#)
    case .conflict: .answer(status: 409, body: #"{"message":"it is busy"}"#)
    case .absent: .answer(status: 404, body: #"{"message":"page not found"}"#)
    case .cut: changes ? .cutAfter : .cutInBody
    }
  }
}

/// What must become of a run.
struct Fate: Equatable, Sendable {
  enum Ending: Equatable, Sendable {
    /// All that was planned was done: exit status 0.
    case well
    /// Something was not done or not seen: exit status 3.
    case troubles
    /// Nothing could be decided: exit status 69.
    case nothing
  }

  var ending: Ending
  /// The policies that take no part.
  var out: Set<String> = []
  /// What cannot be looked at.
  var unseen: Set<String> = []
  /// What is left of the clutter; all else of it goes.
  var stays: Set<String> = []

  static let nothing = Fate(ending: .nothing, stays: Set(FaultBench.clutter + ["cache"]))

  static func without(_ policy: String, stays: Set<String>) -> Fate {
    Fate(ending: .troubles, out: [policy], stays: stays)
  }
  static func unseen(_ name: String) -> Fate { Fate(ending: .well, unseen: [name], stays: [name]) }
  static func failed(_ names: String...) -> Fate { Fate(ending: .troubles, stays: Set(names)) }
  static func skipped(_ names: String...) -> Fate { Fate(ending: .well, stays: Set(names)) }
  static let done = Fate(ending: .well)
}

/// One kind of request of a run, and what becomes of a run for which it is not answered.
struct FaultTableRow: Sendable {
  var name: String
  /// A pattern for the request; ONE and LONG stand for the containers' IDs, APP1 and APP2 for those of images, NET for the network's.
  var request: String
  /// How many requests of that kind are answered before.
  var after = 0
  var changes = false
  /// By what is not said below.
  var fate: Fate
  var but: [Refusal: Fate] = [:]
  /// What `make test` tries; `make test-faults` tries everything.
  var everyday: Refusal?

  func fate(_ refusal: Refusal) -> Fate { but[refusal] ?? fate }

  static let all: [FaultTableRow] = [
    // The connection, the engine's clock, what is in use: without them nothing can be decided.
    FaultTableRow(name: "the ping", request: "GET /_ping", fate: .nothing),
    FaultTableRow(name: "who the engine is, and its clock", request: "GET /v[0-9.]+/info", fate: .nothing),
    FaultTableRow(
      name: "the list of containers", request: "GET /v[0-9.]+/containers/json.*", fate: .nothing, everyday: .absent),
    // A list without which some policies cannot decide.
    FaultTableRow(
      name: "the list of images", request: "GET /v[0-9.]+/images/json.*",
      fate: .without("images", stays: ["app:1", "app:2", "app:two"]), everyday: .hang),
    FaultTableRow(
      name: "the list of volumes", request: "GET /v[0-9.]+/volumes", fate: .without("volumes", stays: ["va"]),
      everyday: .cut),
    FaultTableRow(
      name: "the list of unused volumes", request: "GET /v[0-9.]+/volumes\\?.*",
      fate: .without("volumes", stays: ["va"])),
    FaultTableRow(
      name: "the list of networks", request: "GET /v[0-9.]+/networks", fate: .without("networks", stays: ["na"]),
      everyday: .conflict),
    FaultTableRow(
      name: "the build cache", request: "GET /v[0-9.]+/system/df.*", fate: .without("cache", stays: ["cache"]),
      everyday: .error),
    // A look at one object.
    FaultTableRow(
      name: "a look at a container", request: "GET /v[0-9.]+/containers/ONE/json.*", fate: .unseen("/one"),
      but: [.absent: .skipped("/one")], everyday: .hang),
    FaultTableRow(
      name: "a look at an image", request: "GET /v[0-9.]+/images/APP1/json", fate: .unseen("app:1"),
      but: [.absent: .skipped("app:1")], everyday: .absent),
    // Only how sure a figure is hangs on these.
    FaultTableRow(
      name: "an image's history", request: "GET /v[0-9.]+/images/APP2/history", fate: .done,
      but: [.absent: .skipped("app:2", "app:two")]),
    FaultTableRow(
      name: "the sizes of volumes", request: "GET /v[0-9.]+/system/df.*", after: 1,
      // Docker 20.10 has one request for this and for the next row.
      fate: .failed("cache")),
    // The look just before a step.
    FaultTableRow(
      name: "the build cache, before its steps", request: "GET /v[0-9.]+/system/df.*", after: 2,
      fate: .failed("cache")),
    FaultTableRow(
      name: "what containers use, before steps", request: "GET /v[0-9.]+/containers/json.*", after: 1,
      fate: .failed("/one", "/two", "na", "va", "app:1", "app:2", "app:two"), everyday: .error),
    FaultTableRow(
      name: "a container before its step", request: "GET /v[0-9.]+/containers/ONE/json.*", after: 1,
      fate: .failed("/one"), but: [.absent: .skipped("/one")], everyday: .cut),
    FaultTableRow(
      name: "an image before its step", request: "GET /v[0-9.]+/images/APP1/json", after: 1, fate: .failed("app:1"),
      but: [.absent: .skipped("app:1")]),
    FaultTableRow(
      name: "a volume before its step", request: "GET /v[0-9.]+/volumes/va", fate: .failed("va"),
      but: [.absent: .skipped("va")]),
    FaultTableRow(
      name: "what is on a network", request: "GET /v[0-9.]+/networks/NET", fate: .skipped("na")),
    FaultTableRow(
      name: "a network before its step", request: "GET /v[0-9.]+/networks/NET", after: 1, fate: .failed("na"),
      but: [.absent: .skipped("na")]),
    // The step itself. What broke off was done.
    FaultTableRow(
      name: "a container's removal", request: "DELETE /v[0-9.]+/containers/ONE.*", changes: true,
      fate: .failed("/one"), but: [.cut: .done], everyday: .hang),
    FaultTableRow(
      name: "an image's untagging", request: "DELETE /v[0-9.]+/images/app:.*", changes: true,
      fate: .failed("app:2", "app:two"), but: [.cut: .done]),
    FaultTableRow(
      name: "an image's removal", request: "DELETE /v[0-9.]+/images/APP1.*", changes: true, fate: .failed("app:1"),
      but: [.cut: .done], everyday: .conflict),
    FaultTableRow(
      name: "a volume's removal", request: "DELETE /v[0-9.]+/volumes/va", changes: true, fate: .failed("va"),
      but: [.cut: .done]),
    FaultTableRow(
      name: "a network's removal", request: "DELETE /v[0-9.]+/networks/NET", changes: true, fate: .failed("na"),
      but: [.cut: .done]),
    FaultTableRow(
      name: "the removal of build cache", request: "POST /v[0-9.]+/build/prune.*", changes: true,
      fate: .failed("cache"), but: [.cut: .done]),
  ]

  /// Of a run that stops a container.
  static let stops: [FaultTableRow] = [
    FaultTableRow(
      name: "a container before it is stopped", request: "GET /v[0-9.]+/containers/LONG/json", after: 1,
      fate: .failed("long"), but: [.absent: .skipped("long")]),
    FaultTableRow(
      name: "a stop", request: "POST /v[0-9.]+/containers/LONG/stop.*", changes: true, fate: .failed("long"),
      but: [.cut: .done], everyday: .cut),
  ]
}
