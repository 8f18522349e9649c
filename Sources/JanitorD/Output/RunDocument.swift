import EngineClient
import History
import Housekeeping
import Policies
import Wording

/// `run --format json`, schema `janitor.run/1`: the keys are a promise.
struct RunDocument: Encodable {
  struct Engine: Encodable {
    var id: String
    var kind: String
    var version: String
    var apiVersion: String
    var host: String
  }
  struct Bounds: Encodable {
    var lower: Int64
    /// `nil` where nobody can tell how much more.
    @Null var upper: Int64?

    init(_ bounds: ByteBounds) {
      lower = bounds.lower.bytes
      _upper = Null(wrappedValue: bounds.upper?.bytes)
    }
  }
  struct StepDocument: Encodable {
    var number: Int
    var policy: String
    var action: String
    var target: String
    var id: String
    var name: String
    var reason: String
    @Null var predictedBytes: Int64?
    @Null var predictedBounds: Bounds?
    @Null var reclaimedBytes: Int64?
    var outcome: String
    @Null var error: String?
  }
  struct Totals: Encodable {
    var steps: Int
    var done: Int
    var skipped: Int
    var failed: Int
    var unknown: Int
    var predictedBytes: Int64
    var predictedBounds: Bounds
    @Null var reclaimedBytes: Int64?
    /// Removals done of which nobody can tell what they freed.
    var unmeasured: Int
    /// Containers in the plan whose logs janitor cannot see; they are not in the figures.
    var unseenLogs: Int
  }

  /// An object that a policy selected and left alone.
  struct KeptDocument: Encodable {
    var policy: String
    var target: String
    var id: String
    var name: String
    var reason: String
  }

  /// A policy that took no part.
  struct OmittedDocument: Encodable {
    var policy: String
    /// `containers`, `images`, …: the list that could not be had.
    var missing: String
    var error: String
  }

  /// An object that stays because it could not be looked at.
  struct UnseenDocument: Encodable {
    var target: String
    var id: String
    var name: String
    var reason: String
  }

  var schema = "janitor.run/1"
  @Null var run: Int64?
  var plan: String
  var dryRun: Bool
  var engine: Engine
  var startedAt: String
  var finishedAt: String
  /// What stopped the run before its first step, if anything did.
  @Null var brake: String?
  var steps: [StepDocument]
  var omitted: [OmittedDocument]
  var unseen: [UnseenDocument]
  /// Only with `--show-kept`.
  var kept: [KeptDocument]?
  var totals: Totals

  init(_ result: RunResult, showsKept: Bool = false) {
    _run = Null(wrappedValue: result.run?.rawValue)
    plan = result.planID
    dryRun = result.isDryRun
    engine = Engine(
      id: result.engineID, kind: result.engine.kind.rawValue, version: result.engine.version,
      apiVersion: result.engine.apiVersion, host: result.engine.host.description)
    startedAt = result.startedAt.rfc3339
    finishedAt = result.finishedAt.rfc3339
    _brake = Null(wrappedValue: result.plan.brake.map(Wording.brake))
    steps = result.rows.map { row in
      StepDocument(
        number: row.record.number, policy: row.record.policy, action: row.record.action, target: row.record.target,
        id: row.record.objectID, name: row.record.objectName, reason: row.record.reason,
        predictedBytes: row.predicted.single?.bytes,
        predictedBounds: row.predicted == .unknown ? nil : Bounds(row.predicted),
        reclaimedBytes: row.outcome.reclaimed?.bytes,
        outcome: row.outcome.kind.rawValue, error: Wording.note(row.outcome.note))
    }
    omitted = result.plan.omitted.map {
      OmittedDocument(policy: $0.policy, missing: $0.list.rawValue, error: Wording.engine($0.error))
    }
    unseen = result.plan.unseen.map {
      UnseenDocument(target: $0.target.singular, id: $0.id, name: $0.name, reason: Wording.why($0.reason))
    }
    if showsKept {
      kept = result.plan.kept.map {
        KeptDocument(
          policy: $0.policy, target: $0.target.singular, id: $0.id, name: $0.name, reason: Wording.why($0.reason))
      }
    }
    let tally = result.tally
    totals = Totals(
      steps: tally.steps, done: tally.done, skipped: tally.skipped, failed: tally.failed, unknown: tally.unknown,
      predictedBytes: result.plan.steps.compactMap(\.predicted.single).reduce(.zero, +).bytes,
      predictedBounds: Bounds(tally.predicted),
      reclaimedBytes: tally.isCarriedOut ? tally.reclaimed.bytes : nil,
      unmeasured: tally.unmeasured, unseenLogs: result.plan.unseenLogs)
  }
}
