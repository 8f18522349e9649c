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

  /// Prints the rows, and adds them to the file of `make test-faults`, which shows those of all tests together.
  static func report(_ rows: [FaultRow]) {
    let lines = rows.map { row in
      let cells = ["\(row.tries)", "\(row.lost)", "\(row.wrong)", "\(Int(row.longest / .milliseconds(1)))"]
      return row.name.padding(toLength: 34, withPad: " ", startingAt: 0)
        + cells.map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }.joined()
    }
    print(lines.joined(separator: "\n"))
    guard let path = ProcessInfo.processInfo.environment["JANITOR_FAULTS"], let file = fopen(path, "a") else { return }
    defer { fclose(file) }
    fputs(lines.joined(separator: "\n") + "\n", file)
  }
}
