import History
import Policies

/// `history --format json`, schema `janitor.history/1`: the keys are a promise.
struct HistoryDocument: Encodable {
  /// A policy that took no part.
  struct Omitted: Encodable {
    var policy: String
    var reason: String
  }
  struct Run: Encodable {
    var run: Int64
    var host: String
    var plan: String
    var dryRun: Bool
    var startedAt: String
    @Null var finishedAt: String?
    var status: String
    @Null var startedBy: String?
    var version: String
    var steps: Int
    var done: Int
    var skipped: Int
    var failed: Int
    var unknown: Int
    var predictedBytes: Int64
    var reclaimedBytes: Int64
    var omitted: [Omitted]

    init(_ run: RunSummary) {
      self.run = run.id.rawValue
      host = run.host
      plan = run.plan
      dryRun = run.isDryRun
      startedAt = run.startedAt.rfc3339
      _finishedAt = Null(wrappedValue: run.finishedAt?.rfc3339)
      status = run.status.rawValue
      _startedBy = Null(wrappedValue: run.startedBy)
      version = run.version
      steps = run.steps
      done = run.done
      skipped = run.skipped
      failed = run.failed
      unknown = run.unknown
      predictedBytes = run.predictedBytes
      reclaimedBytes = run.reclaimedBytes
      omitted = run.omitted.map { Omitted(policy: $0.policy, reason: $0.reason) }
    }
  }

  struct Step: Encodable {
    var run: Int64
    var number: Int
    var policy: String
    var action: String
    var target: String
    var id: String
    var name: String
    var reason: String
    @Null var predictedBytes: Int64?
    @Null var reclaimedBytes: Int64?
    var outcome: String
    @Null var error: String?
    @Null var startedAt: String?
    @Null var finishedAt: String?

    init(_ past: PastStep) {
      let step = past.step
      run = past.run.rawValue
      number = step.number
      policy = step.policy
      action = step.action
      target = step.target
      id = step.objectID
      name = step.objectName
      reason = step.reason
      _predictedBytes = Null(wrappedValue: step.predictedBytes)
      _reclaimedBytes = Null(wrappedValue: past.reclaimedBytes)
      outcome = past.outcome
      _error = Null(wrappedValue: past.error)
      _startedAt = Null(wrappedValue: past.startedAt?.rfc3339)
      _finishedAt = Null(wrappedValue: past.finishedAt?.rfc3339)
    }
  }

  var schema = "janitor.history/1"
  /// The runs that fit, or the one whose steps these are.
  var runs: [Run]
  /// `null` where runs were asked for.
  @Null var steps: [Step]?

  init(runs: [RunSummary]) {
    self.runs = runs.map(Run.init)
    _steps = Null(wrappedValue: nil)
  }

  init(run: RunSummary?, steps: [PastStep]) {
    runs = run.map { [Run($0)] } ?? []
    _steps = Null(wrappedValue: steps.map(Step.init))
  }
}
