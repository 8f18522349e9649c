import Wording

/// Colours or none, and how wide the window is.
struct Style {
  var isColored: Bool
  /// In columns; `nil` where nothing bounds a line.
  var width: Int?

  /// For files.
  static let plain = Style(isColored: false)

  /// What a text is; the colour follows from it.
  enum Emphasis: String {
    case none = ""
    case bold = "1"
    /// What is there for those who look twice.
    case faint = "2"
    /// It went as it should.
    case good = "32"
    /// Somebody should look.
    case warning = "33"
    /// It went wrong, or takes what nobody can bring back.
    case bad = "31"
  }

  func text(_ text: String, _ emphasis: Emphasis) -> String {
    isColored && emphasis != .none && !text.isEmpty ? "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m" : text
  }
  func bold(_ text: String) -> String { self.text(text, .bold) }

  /// A text that goes on in lines below its beginning, where the window is too narrow for it.
  func hanging(_ text: String, by indent: Int) -> String {
    guard let width, width - indent >= 24 else { return text }
    return Format.wrapped(text, width - indent).joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
