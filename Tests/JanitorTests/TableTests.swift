import Testing
import Wording

@testable import JanitorD

@Suite struct TableTests {
  private static let long = "compose-project-of-some-team-worker-17"
  private static let why =
    "exited (1) 9d 3h ago, older than 7d, not among the newest 3 of shop/web, leaves 2 anonymous volumes"

  private func table() -> Table {
    var table = Table([
      .left("ACTION"), .names("OBJECT"), .right("FREES"), .optional("PLAN"), .left("WHY"),
    ])
    table.group("failed-containers: 2 steps")
    table.add(["remove container", Self.long, "1.5 MB", "65c2ce819a968c49", Self.why])
    table.add(["remove container", "job", "78 B", "65c2ce819a968c49", "exited"])
    return table
  }

  @Test(arguments: [70, 80, 100, 120, 150, 200])
  func `no line is wider than the window, and only names are cut`(window: Int) {
    let text = table().text(style: Style(isColored: false, width: window))
    for line in text.split(separator: "\n") { #expect(Format.width(String(line)) <= window, "\(line)") }
    let words = text.split { " \n".contains($0) }.joined(separator: " ")
    #expect(window < 80 || words.contains("exited"))
    for word in Self.why.split(separator: " ") { #expect(text.contains(word)) }
    #expect(text.contains("-17"))
  }

  @Test func `without a window nothing is cut or left out`() {
    let text = table().text(style: .plain)
    #expect(text.contains("\(Self.long)  1.5 MB  65c2ce819a968c49  \(Self.why)\n"))
    #expect(text.split(separator: "\n").count == 4)
  }

  @Test func `a text that is too long goes on below its beginning`() {
    var table = Table([.left("A"), .left("WHY")])
    table.group("group")
    table.add(["x", "one two three four five six seven"])
    let text = table.text(style: Style(isColored: false, width: 30))
    #expect(text == "  A  WHY\ngroup\n  x  one two three four five\n     six seven")
  }

  @Test func `a narrow window does without what is optional, a wide one has it`() {
    func shows(_ window: Int) -> Bool { table().text(style: Style(isColored: false, width: window)).contains("PLAN") }
    #expect(shows(200))
    #expect(!shows(80))
  }

  @Test func `wide and combining characters keep the columns`() {
    var table = Table([.left("N"), .left("|")])
    for name in ["漢字", "e\u{301}clair", "plain", "🧹"] { table.add([name, "|"]) }
    let ends = table.text(style: .plain).split(separator: "\n").map { line in
      Format.width(String(line.prefix { $0 != "|" }))
    }
    #expect(Set(ends) == [8])
  }

  @Test func `colour is no width, and none is written where none is wanted`() {
    var table = Table([.left("A"), .left("B")])
    table.add([Table.Cell("done", .good), Table.Cell("x")])
    #expect(table.text(style: Style(isColored: true)).contains("\u{1B}[32mdone\u{1B}[0m  x"))
    #expect(table.text(style: .plain) == "A     B\ndone  x")
  }

  @Test(arguments: [
    ("nightly-backup", 14, "nightly-backup"), ("nightly-backup", 9, "nigh…ckup"), ("abcdef", 2, "a…"),
    ("漢字漢字", 5, "漢…字"),
  ])
  func `names are cut in the middle`(name: String, width: Int, cut: String) {
    #expect(Format.cut(name, to: width) == cut)
  }

  @Test(arguments: [
    ("one two three", 20, ["one two three"]), ("one two three", 7, ["one two", "three"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]), ("a abcdefgh", 4, ["a", "abcd", "efgh"]),
  ])
  func `texts are broken between words, or else within`(text: String, width: Int, lines: [String]) {
    #expect(Format.wrapped(text, width) == lines)
  }
}
