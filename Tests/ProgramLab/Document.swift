/// `run --format json`, as a program that relies on the interface reads it.
package struct Document: Decodable, Equatable {
  package struct Bounds: Decodable, Equatable {
    package var lower: Int64
    package var upper: Int64?
    package init(lower: Int64, upper: Int64?) {
      self.lower = lower
      self.upper = upper
    }
  }
  package struct Step: Decodable, Equatable {
    package var number: Int
    package var policy: String
    package var action: String
    package var target: String
    package var id: String
    package var name: String
    package var reason: String
    package var predictedBytes: Int64?
    package var predictedBounds: Bounds?
    package var reclaimedBytes: Int64?
    package var outcome: String
    package var error: String?
  }
  package struct Totals: Decodable, Equatable {
    package var steps: Int
    package var done: Int
    package var skipped: Int
    package var failed: Int
    package var predictedBytes: Int64
    package var predictedBounds: Bounds
    package var reclaimedBytes: Int64?
    package var unmeasured: Int
    package var unseenLogs: Int
  }
  package struct Engine: Decodable, Equatable {
    package var kind: String
    package var host: String
  }
  package var schema: String
  package var engine: Engine
  package var run: Int64?
  package var plan: String
  package var dryRun: Bool
  package var steps: [Step]
  package var totals: Totals

  /// What each step is, without what became of it.
  package var decisions: [String] {
    steps.map { "\($0.number) \($0.policy) \($0.action) \($0.target) \($0.id) \($0.name) \($0.predictedBytes ?? -1)" }
  }
}
