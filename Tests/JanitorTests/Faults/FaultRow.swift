import Foundation
import Testing

/// What came of all tries of one fault.
struct FaultRow {
  var name: String
  var tries = 0
  var lost = 0
  var wrong = 0
  var longest = Duration.zero

  init(name: String) { self.name = name }

  mutating func add(_ verdict: FaultBench.Verdict, _ what: String) {
    tries += 1
    lost += verdict.lost.count
    wrong += verdict.wrong.count
    longest = max(longest, verdict.took)
    for complaint in verdict.lost + verdict.wrong { Issue.record("\(what): \(complaint)") }
  }

  static func table(_ rows: [FaultRow]) -> String {
    func line(_ cells: [String]) -> String {
      cells[0].padding(toLength: 32, withPad: " ", startingAt: 0)
        + cells.dropFirst().map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }.joined()
    }
    let lines = rows.map { row in
      line([row.name, "\(row.tries)", "\(row.lost)", "\(row.wrong)", "\((row.longest / .milliseconds(1)).rounded())"])
    }
    return ([line(["FAULT", "TRIES", "LOST", "WRONG", "MS"])] + lines).joined(separator: "\n")
  }
}
