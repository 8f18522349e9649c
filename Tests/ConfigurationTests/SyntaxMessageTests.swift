import Testing

@Test(arguments: syntaxCases)
func `what is not TOML is told at its place`(_ example: MessageCase) {
  #expect(message(of: example.text) == example.message)
}

private let syntaxCases: [MessageCase] = [
  MessageCase(
    "a key twice", "[brake]\nsteps = 1\nsteps = 2\n",
    """
    t.conf:3:9: syntax error in this key-value pair: cannot redefine existing integer 'steps'
      steps = 2
              ^
    """),
  MessageCase(
    "a table twice", "[brake]\nsteps = 1\n[brake]\n",
    """
    t.conf:3:1: syntax error in this table header: cannot redefine existing table 'brake'
      [brake]
      ^
    """),
  MessageCase(
    "no quotes around a word", "[history]\npath = here\n",
    """
    t.conf:2:8: syntax error in this value: could not determine value type
      path = here
             ^
      hint: text, durations and percentages stand in quotes, as in "24h"
    """),
  MessageCase(
    "no quotes around a duration", "[history]\nkeep = 7d\n",
    """
    t.conf:2:9: syntax error in this decimal integer: expected digit, saw 'd'
      keep = 7d
              ^
      hint: text, durations and percentages stand in quotes, as in "24h"
    """),
  MessageCase(
    "a string without its end", "[history]\npath = \"/a\nkeep = \"1d\"\n",
    """
    t.conf:2:11: syntax error in this string: unescaped control characters other than TAB (U+0009) are explicitly prohibited
      path = "/a
                ^
      hint: is a closing quote missing?
    """),
  MessageCase(
    "a header without its end", "[[policy]\nname = \"a\"\n",
    """
    t.conf:1:10: syntax error in this table header: expected ']', saw '\\n'
      [[policy]
               ^
    """),
  MessageCase(
    "a brace that closes an array (toml++ 3.3 ends the program there)", "[protect]\nlabels = [\"a\", }\n",
    """
    t.conf:2:16: syntax error: this cannot stand here
      labels = ["a", }
                     ^
    """),
  MessageCase(
    "a letter outside of strings (toml++ 3.3 goes astray there)", "# é\n[brake]\nsteps = \"é\" ч\n",
    """
    t.conf:3:13: syntax error: only ASCII may stand outside of strings and comments
      steps = "é" ч
                  ^
    """),
  MessageCase(
    "white space that is not TOML's", "[brake]\u{A0}\n",
    """
    t.conf:1:8: syntax error: only ASCII may stand outside of strings and comments
      [brake]\u{A0}
             ^
    """),
]

@Test(arguments: ["a.", "\"a\".", "a . "])
func `a key of very many parts is refused, not followed`(_ part: String) throws {
  let text = "x = 1\n" + String(repeating: part, count: 200_000) + "a = 1\n"
  let said = try #require(message(of: text))
  #expect(said.hasPrefix("t.conf:2:"))
  #expect(said.contains("syntax error: a key of too many parts"))
  #expect(said.count < 1000)
}

@Test func `dots in strings and comments are not counted`() {
  let many = String(repeating: "\"registry.example.com/a.b.c:1.2.3\", ", count: 500)
  #expect(message(of: "[protect]\nimages = [\(many)] # \(String(repeating: ".", count: 2000))\n") == nil)
  let long = "\"\"\"" + String(repeating: "\"\".\\\".", count: 1000) + "\"\"\"\"\""
  #expect(message(of: "[protect]\nvolumes = [\(long), '\(String(repeating: ".", count: 2000))']\n") == nil)
}

@Test func `very deep arrays are refused`() throws {
  let said = try #require(message(of: "x = " + String(repeating: "[", count: 100_000)))
  #expect(said.hasPrefix("t.conf:1:"))
}
