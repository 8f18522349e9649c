import Foundation
import Testing

@testable import JanitorConfiguration

@Test func `a byte order mark and CRLF are fine, and columns do not count them`() {
  #expect(message(of: "\u{FEFF}[brake]\r\nsteps = 3\r\n") == nil)
  #expect(
    message(of: "\u{FEFF}[brak]\r\n\r\n[brake]\r\nsteps = 0\r\n") == """
      t.conf:1:2: unknown table "brak"
        [brak]
         ^~~~
        hint: did you mean [brake]?
      t.conf:4:9: steps must be 1 or more, not 0
        steps = 0
                ^
        hint: as in steps = 1000
      """)
}

@Test func `the caret stands under its column after tabs, wide and combining characters`() {
  #expect(
    message(of: "[protect]\n\tlabels = [\"日本\", \"e\u{301}\", '']\t# x\n") == """
      t.conf:2:24: "" is no label
          labels = ["日本", "e\u{301}", '']  # x
                                 ^~
        hint: write key or key=value
      """)
}

@Test func `what could steer a terminal is shown as its code`() {
  #expect(
    message(of: "[[policy]] # \u{202E}\nname = \"a\\u001b[31m\" # \u{9B}\u{200B}", file: "\u{1B}x.conf")?
      .contains("\u{1B}") == false)
  #expect(
    message(of: "\"a\u{202E}\" = 1 # \u{9B}2J", file: "t\u{7}.conf") == """
      t\\u{7}.conf:1:1: unknown key "a\\u{202E}"
        "a\\u{202E}" = 1 # \\u{9B}2J
        ^~~~~~~~~~~
        hint: the tables are [engine], [history], [protect], [brake], [[policy]]
      """)
}

@Test func `a value that spans lines is marked on its first`() {
  #expect(
    message(of: "[[policy]]\nname = 'p'\ntarget = 'images'\nfilter = { a = [\n1 ] }\n") == """
      t.conf:4:10: filter must be an array of strings, not a table
        filter = { a = [
                 ^~~~~~~
        hint: as in filter = ["status=exited"]
      """)
}

@Test func `a long line is shown around the mistake, a long value cut`() throws {
  let long = String(repeating: "x", count: 5000)
  let said = try #require(message(of: "[protect]\nlabels = ['\(long)', 3, '\(long)']\n[brake]\nshare = '\(long)'\n"))
  let lines = said.split(separator: "\n")
  #expect(lines[0] == "t.conf:2:5015: labels must hold strings, not an integer")
  #expect(lines[1].count == 2 + 1 + 160 + 1)
  #expect(lines[1].hasPrefix("  …") && lines[1].hasSuffix("…"))
  let caret = try #require(lines[2].firstIndex(of: "^"))
  #expect(Array(lines[1])[lines[2].distance(from: lines[2].startIndex, to: caret)] == "3")
  #expect(lines[4].count < 150)
}

@Test func `what is not UTF-8 is refused where it stands`() throws {
  #expect(
    try said(of: Array("[brake]\n# é ".utf8) + [0xE9, 0x20] + Array("x\nsteps = 0".utf8)) == """
      FILE:2:5: this is not UTF-8
        # é \u{FFFD} x
            ^
        hint: save the file as UTF-8
      """)
}

@Test func `a NUL is refused where it stands`() throws {
  #expect(
    try said(of: Array("a = 1 # \0".utf8)) == """
      FILE:1:9: this is a NUL, which no text file has
        a = 1 # \\u{0}
                ^~~~~
        hint: is this a text file?
      """)
}

@Test func `a file of more than 1 MiB is refused`() throws {
  let comment = [UInt8](repeating: UInt8(ascii: "#"), count: 1 << 20)
  #expect(try said(of: comment) == nil)
  #expect(try said(of: comment + [10]) == "FILE: is larger than 1 MiB: this is no configuration of janitor")
  #expect(try said(of: []) == nil)
}

/// What is said of a file of these bytes, with FILE for its path.
private func said(of bytes: [UInt8]) throws -> String? {
  try withTemporaryFolder { folder in
    let file = folder.appending(path: "j.conf")
    try Data(bytes).write(to: file)
    do {
      _ = try Configuration.load(path: file.path)
      return nil
    } catch let failure as ConfigurationFailure {
      return failure.description.replacing(file.path, with: "FILE")
    }
  }
}

@Test(arguments: [
  ("timeuot", "timeout"), ("keep", "keep-last"), ("older_than", "older-than"), ("Filter", "filter"),
  ("stop-timeout-seconds", "stop-timeout"),
])
func `a near word is found`(_ word: String, _ near: String) {
  let known = PolicyKey.allCases.map(\.rawValue) + ["timeout"]
  #expect(Spelling.nearest(word, among: known) == near)
}

@Test(arguments: ["", "x", "ab", "archive", String(repeating: "name", count: 1000)])
func `a far word is not guessed`(_ word: String) {
  #expect(Spelling.nearest(word, among: PolicyKey.allCases.map(\.rawValue)) == nil)
}
