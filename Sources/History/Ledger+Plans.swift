package import Policies

/// What a dry run showed, kept so that a run can do just that.
package struct StoredPlan: Hashable, Sendable {
  package var id: String
  /// The newest dry run that showed it.
  package var run: RunID
  package var steps: [StepRecord]
}

extension Ledger {
  /// The plans that dry runs on this engine stored and whose IDs begin so, newest first.
  package func storedPlans(startingWith prefix: String, engine: EngineKey) throws(LedgerError) -> [StoredPlan] {
    let found = try read { db in
      try db.all(
        """
        SELECT plan, max(id) FROM run WHERE engine = ? AND dry_run = 1 AND plan >= ? AND plan < ?
        GROUP BY plan ORDER BY 2 DESC
        """, [.integer(engine.rawValue), .text(prefix), .text(prefix + "\u{10FFFF}")]
      ) { row in (id: try row.text(0), run: RunID(rawValue: try row.integer(1))) }
    }
    var plans: [StoredPlan] = []
    for (id, run) in found {
      var filter = HistoryFilter()
      filter.run = run
      plans.append(StoredPlan(id: id, run: run, steps: try steps(filter).map(\.step)))
    }
    return plans
  }
}

extension StepRecord {
  package var key: StepKey {
    StepKey(policy: policy, verb: action, objectID: objectID, objectName: objectName, subject: subject ?? "")
  }
}
