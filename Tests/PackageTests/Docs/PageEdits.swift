import Foundation

/// What is to be changed in pages so that they show what the program prints now.
struct PageEdits {
  /// `JANITOR_TEST_DOCS=write` has the pages changed.
  static let isWanted = ProcessInfo.processInfo.environment["JANITOR_TEST_DOCS"] == "write"

  private var edits: [String: [(lines: Range<Int>, new: [String])]] = [:]

  /// - Parameter lines: numbers from 1.
  mutating func replace(_ lines: Range<Int>, of page: Page, with new: [String]) {
    edits[page.path, default: []].append((lines, new))
  }

  func write(_ pages: [Page]) throws {
    for page in pages {
      guard let edits = edits[page.path] else { continue }
      var lines = page.lines
      for edit in edits.sorted(by: { $0.lines.lowerBound > $1.lines.lowerBound }) {
        lines.replaceSubrange(edit.lines.lowerBound - 1..<edit.lines.upperBound - 1, with: edit.new)
      }
      try lines.joined(separator: "\n")
        .write(to: Page.root.appending(path: page.path), atomically: true, encoding: .utf8)
    }
  }
}
