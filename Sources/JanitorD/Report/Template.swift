/// Text with places for values: the part of Mustache that a page of HTML wants.
///
/// | tag | stands for |
/// | --- | --- |
/// | `{{name}}` | the value, escaped for HTML |
/// | `{{#name}}…{{/name}}` | the part between, for each element of an array, or once where there is a value or it is true |
/// | `{{^name}}…{{/name}}` | the part between, where the array is empty, there is no value, or it is false |
/// | `{{> name}}` | another template |
///
/// A name is a field of the innermost value that has it. A line that holds nothing but one of the last three tags leaves
/// no line behind.
struct Template: Sendable {
  enum Part: Sendable {
    case text(String)
    case value(String)
    case section(String, isInverted: Bool, [Part])
    case partial(String)
  }
  private let parts: [Part]

  init(_ text: String) throws(TemplateError) {
    var parser = TemplateParser(text)
    parts = try parser.parse()
  }

  /// - Parameter partials: what `{{> name}}` may name; another one gives nothing.
  func render(_ view: Any, partials: [String: Template] = [:]) -> String {
    var page = Page(partials: partials)
    page.write(parts, [view])
    return page.text
  }

  /// What is written so far.
  private struct Page {
    let partials: [String: Template]
    var text = ""

    mutating func write(_ parts: [Part], _ stack: [Any]) {
      for part in parts {
        switch part {
        case .text(let words): text += words
        case .value(let name): if let value = find(name, stack) { escape("\(value)") }
        case .section(let name, let isInverted, let inside):
          let contexts = contexts(find(name, stack))
          if isInverted {
            if contexts.isEmpty { write(inside, stack) }
          } else {
            for context in contexts { write(inside, stack + [context]) }
          }
        case .partial(let name): if let partial = partials[name] { write(partial.parts, stack) }
        }
      }
    }

    /// What a section is written for, one after another.
    private func contexts(_ value: Any?) -> [Any] {
      switch value {
      case let values as [Any]: values
      case let isTrue as Bool: isTrue ? [isTrue] : []
      case let value?: [value]
      case nil: []
      }
    }

    private func find(_ name: String, _ stack: [Any]) -> Any? {
      for object in stack.reversed() {
        guard let field = Mirror(reflecting: object).children.first(where: { $0.label == name }) else { continue }
        let value = Mirror(reflecting: field.value)
        guard value.displayStyle == .optional else { return field.value }
        if let some = value.children.first { return some.value }
      }
      return nil
    }

    private mutating func escape(_ value: String) {
      // By scalars: a mark that joins the character before it hides nothing.
      for scalar in value.unicodeScalars {
        switch scalar {
        case "<": text += "&lt;"
        case ">": text += "&gt;"
        case "&": text += "&amp;"
        case "\"": text += "&quot;"
        case "'": text += "&#39;"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
  }
}

/// What is wrong with a template.
enum TemplateError: Error, Hashable {
  /// `{{` without `}}`.
  case unfinishedTag
  /// A section that does not end, or an end of what did not begin.
  case unbalanced(String)
}
