/// Reads the tags of a template.
struct TemplateParser {
  private var rest: Substring
  private var open: [(name: String, isInverted: Bool, before: [Template.Part])] = []
  private var parts: [Template.Part] = []

  init(_ text: String) { rest = text[...] }

  mutating func parse() throws(TemplateError) -> [Template.Part] {
    while let (words, tag) = try next() {
      add(words)
      let name = tag.drop { "#^/>".contains($0) || $0 == " " }.prefix { $0 != " " }
      switch tag.first {
      case "#", "^":
        open.append((String(name), tag.first == "^", parts))
        parts = []
      case "/":
        guard let section = open.popLast(), section.name == name else { throw .unbalanced(String(name)) }
        parts = section.before + [.section(section.name, isInverted: section.isInverted, parts)]
      case ">": parts.append(.partial(String(name)))
      default: parts.append(.value(String(name)))
      }
    }
    add(rest)
    if let section = open.last { throw .unbalanced(section.name) }
    return parts
  }

  private mutating func add(_ words: Substring) {
    if !words.isEmpty { parts.append(.text(String(words))) }
  }

  /// The text before the next tag, and what is in the tag; `nil` where there is none.
  private mutating func next() throws(TemplateError) -> (Substring, Substring)? {
    guard let start = rest.place(of: "{{") else { return nil }
    guard let end = rest[start...].place(of: "}}") else { throw .unfinishedTag }
    var words = rest[..<start]
    let tag = rest[start..<end].dropFirst(2)
    var after = rest[end...].dropFirst(2)
    if let sign = tag.first, "#^/>".contains(sign), isAtLineStart(start), let line = after.restOfBlankLine {
      // The tag is alone on its line.
      words = words.droppingLastBlanks
      after = line
    }
    rest = after
    return (words, tag)
  }

  private func isAtLineStart(_ place: Substring.Index) -> Bool {
    let before = rest.base[..<place].droppingLastBlanks
    return before.isEmpty || before.last == "\n"
  }
}

extension Substring {
  fileprivate func place(of mark: StaticString) -> Index? {
    mark.withUTF8Buffer { mark in
      var place = startIndex
      while place < endIndex {
        if utf8[place...].starts(with: mark) { return place }
        utf8.formIndex(after: &place)
      }
      return nil
    }
  }

  fileprivate var droppingLastBlanks: Substring {
    var end = endIndex
    while end > startIndex, case let before = index(before: end), self[before] == " " { end = before }
    return self[..<end]
  }

  /// What comes after the line's end, where the line is blank up to it.
  fileprivate var restOfBlankLine: Substring? {
    let line = drop { $0 == " " }
    return line.isEmpty ? line : line.first == "\n" ? line.dropFirst() : nil
  }
}
