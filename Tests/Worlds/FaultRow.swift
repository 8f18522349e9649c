import Foundation

/// What came of all tries of one fault.
package struct FaultRow {
  package var name: String
  package var tries = 0
  package var lost = 0
  package var wrong = 0
  package var longest = Duration.zero

  package init(name: String) { self.name = name }

  private var line: String {
    let cells = ["\(tries)", "\(lost)", "\(wrong)", "\(Int(longest / .milliseconds(1)))"]
    return name.padding(toLength: 34, withPad: " ", startingAt: 0)
      + cells.map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }.joined()
  }

  package static func show(_ rows: [FaultRow]) { print(rows.map(\.line).joined(separator: "\n")) }

  /// Adds the rows to the file of `make test-faults`, which shows those of all tests together, one for each name.
  package static func save(_ rows: [FaultRow]) {
    guard let path = ProcessInfo.processInfo.environment["JANITOR_FAULTS"], let file = fopen(path, "a") else { return }
    defer { fclose(file) }
    fputs(rows.map { $0.line + "\n" }.joined(), file)
  }
}
