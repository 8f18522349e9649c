import Testing

@testable import JanitorD

@Suite struct TemplateTests {
  private struct Row {
    var name: String
    var note: String?
  }
  private struct View {
    var title = "a <b> & \"c\" 'd'"
    var count = 3
    var rows = [Row(name: "one", note: "first"), Row(name: "two")]
    var none: [Row] = []
    var yes = true
    var no = false
    var absent: Row?
    var present: Row? = Row(name: "inside")
    var mark = "<\u{301}script>"
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("{{count}}{{ count }}", "33"), ("{{nothing}}", ""),
    ("{{title}}", "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;"), ("{{mark}}", "&lt;\u{301}script&gt;"),
    ("{{#rows}}{{name}},{{/rows}}", "one,two,"),
    ("{{#rows}}{{#note}}{{name}}: {{note}}{{/note}}{{/rows}}", "one: first"),
    ("{{#rows}}{{count}}{{/rows}}", "33"), ("{{#none}}x{{/none}}{{^none}}empty{{/none}}", "empty"),
    ("{{#yes}}y{{/yes}}{{^yes}}x{{/yes}}", "y"), ("{{#no}}x{{/no}}{{^no}}n{{/no}}", "n"),
    ("{{#absent}}x{{/absent}}{{^absent}}a{{/absent}}", "a"), ("{{#present}}{{name}}{{/present}}", "inside"),
    ("{{^rows}}x{{/rows}}{{^present}}x{{/present}}{{^title}}x{{/title}}", ""),
    ("a\n{{#rows}}\n{{name}}\n{{/rows}}\nb\n", "a\none\ntwo\nb\n"), ("  {{#yes}}  \n x\n  {{/yes}}", " x\n"),
    ("a {{#yes}}\nx\n{{/yes}} b", "a \nx\n b"), ("[{{> part}}]\n{{> part}}\nz", "[<3>\n]\n<3>\nz"), ("{{> other}}", ""),
  ])
  func `tags stand for what the view has`(template: String, text: String) throws {
    let part = try Template("<{{count}}>\n")
    #expect(try Template(template).render(View(), partials: ["part": part]) == text)
  }

  @Test(arguments: [
    ("{{a", TemplateError.unfinishedTag), ("{{#a}}{{/b}}", .unbalanced("b")), ("{{/a}}", .unbalanced("a")),
    ("{{#a}}", .unbalanced("a")),
  ])
  func `a template that makes no sense is told`(template: String, error: TemplateError) {
    #expect(throws: error) { try Template(template) }
  }
}
