import Testing
import Worlds

extension FaultRow {
  mutating func add(_ verdict: FaultBench.Verdict, _ what: String) {
    tries += 1
    lost += verdict.lost.count
    wrong += verdict.wrong.count
    longest = max(longest, verdict.took)
    for complaint in verdict.lost + verdict.wrong { Issue.record("\(what): \(complaint)") }
  }

  static func report(_ rows: [FaultRow]) {
    show(rows)
    save(rows)
  }
}
